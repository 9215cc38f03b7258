import {
    Component,
    onMounted,
    onWillStart,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import { formatMonetary } from "@web/views/fields/formatters";
import { formatDate, deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { RestAccount } from "./rest_account";

const MODEL = "aftersales.matching.desk";
const PAGE = 80;

/**
 * 对账台: lines of statements, and beside the chosen one what it may be and why.
 *
 * The server decides; keys do what the buttons do. Enter confirms, arrows walk, S splits,
 * L puts off, A confirms all that is sure, U takes the last step back.
 */
export class MatchingDesk extends Component {
    static template = "aftersales_service.MatchingDesk";
    static components = { RestAccount };
    static props = { ...standardActionServiceProps };

    setup() {
        const asked = this.props.action.context || {};
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.list = useRef("list");
        this.search = useRef("search");
        this.state = useState({
            lines: [],
            count: 0,
            sureCount: 0,
            currency: false,
            tolerance: 0,
            may: false,
            journals: [],
            journal: false,
            text: "",
            shown: "open",
            offset: 0,
            at: 0,
            hand: false,
            // Why what stands in a closed month is corrected.
            reason: "",
            busy: false,
            // On a phone the chosen line opens over the list.
            opened: false,
        });
        // Lines of the last step, for U.
        this.last = [];
        useExternalListener(window, "keydown", this.onKeydown, { capture: true });
        onWillStart(async () => {
            this.state.journals = await this.orm.call(MODEL, "load_accounts", []);
            await this.reload();
        });
        // Who comes from a statement that he has just read wants its proposals.
        onMounted(() => asked.aftersales_propose && this.propose());
    }

    get line() {
        return this.state.lines[this.state.at];
    }

    get proposal() {
        return this.line?.proposals[0];
    }

    get states() {
        return [
            ["open", _t("To Match")],
            ["later", _t("Put Off")],
            ["confirmed", _t("Confirmed")],
        ];
    }

    format(amount, line = this.line) {
        const currencyId = line?.currency_id || this.state.currency;
        return formatMonetary(amount || 0, { currencyId });
    }

    formatDay(day) {
        return formatDate(deserializeDate(day));
    }

    /** What an open item is, in one word. */
    getKind(item) {
        return {
            invoice: _t("Invoice or Bill"),
            receipt: _t("Payment or Receipt"),
            handin: _t("Between Our Accounts"),
            settlement: _t("Settlement Sheet"),
            deposit: _t("Deposit"),
            debit: _t("Credit Note of a Supplier"),
        }[item.kind];
    }

    getSourceIcon(source) {
        return { wechat: "fa-weixin", alipay: "fa-mobile" }[source] || "fa-university";
    }

    // --- what is shown

    async reload() {
        const { journal, shown, offset, text } = this.state;
        const page = await this.orm.call(MODEL, "get_page", [journal, shown, offset, PAGE, text]);
        // An answer that is slower than the next letter is for another text.
        if (text !== this.state.text) {
            return;
        }
        if (!page.lines.length && offset) {
            this.state.offset = 0;
            return this.reload();
        }
        Object.assign(this.state, {
            lines: page.lines,
            count: page.count,
            sureCount: page.sure_count,
            currency: page.currency_id,
            tolerance: page.tolerance,
            may: page.may,
            at: Math.max(0, Math.min(this.state.at, page.lines.length - 1)),
            hand: false,
        });
        if (!page.lines.length) {
            this.state.opened = false;
        }
    }

    show(shown) {
        Object.assign(this.state, { shown, offset: 0, at: 0 });
        return this.reload();
    }

    onJournal(ev) {
        this.state.journal = Number(ev.target.value) || false;
        return this.show(this.state.shown);
    }

    onText(ev) {
        this.state.text = ev.target.value;
        return this.show(this.state.shown);
    }

    turn(step) {
        const offset = this.state.offset + step * PAGE;
        if (offset >= 0 && offset < this.state.count) {
            Object.assign(this.state, { offset, at: 0 });
            return this.reload();
        }
    }

    get pageEnd() {
        return this.state.offset + this.state.lines.length;
    }

    choose(index) {
        Object.assign(this.state, { at: index, hand: false, reason: "", opened: true });
    }

    walk(step) {
        const at = Math.max(0, Math.min(this.state.at + step, this.state.lines.length - 1));
        Object.assign(this.state, { at, hand: false, reason: "" });
        const rows = this.list.el?.querySelectorAll(".o_matching_line");
        rows?.[at]?.scrollIntoView({ block: "nearest" });
    }

    // --- steps

    /** One step at a time: a second press while the first runs does nothing. */
    async act(step) {
        if (this.state.busy || !this.state.may) {
            return;
        }
        this.state.busy = true;
        try {
            await step();
        } finally {
            // What is chosen by hand before the lines are new would be lost with them.
            await this.reload().finally(() => (this.state.busy = false));
            // Enter is the next line's, not once more the button's.
            this.list.el?.focus();
        }
    }

    say(text, type = "success") {
        this.notification.add(text, { type });
    }

    confirm() {
        const { line, proposal } = this;
        if (!this.isSaid || line.state === "confirmed") {
            return;
        }
        return this.act(async () => {
            await this.orm.call(MODEL, "confirm", [[line.id], [proposal.id]]);
            this.last = [line.id];
        });
    }

    /** Whether the proposal says what the line is, wholly or in part. */
    get isSaid() {
        return Boolean(this.proposal?.items.length || this.proposal?.account);
    }

    /** All that is sure, some at a time: each answer is booked, whatever becomes of the next. */
    confirmSure() {
        if (!this.state.sureCount) {
            return;
        }
        return this.act(async () => {
            const refused = [];
            this.last = [];
            let left = 1;
            while (left) {
                const passed = refused.map((one) => one.id);
                const args = [this.state.journal, passed];
                const done = await this.orm.call(MODEL, "confirm_sure", args);
                this.last.push(...done.ids);
                refused.push(...done.refused);
                left = done.left;
                this.state.sureCount = left;
            }
            this.say(_t("%s lines are confirmed.", this.last.length));
            for (const one of refused.slice(0, 5)) {
                this.say(one.reason, "warning");
            }
        });
    }

    propose() {
        return this.act(async () => {
            const found = await this.orm.call(MODEL, "propose", [this.state.journal]);
            this.say(
                _t("%(count)s lines have a proposal, %(sure)s of them are sure.", {
                    count: found.count,
                    sure: found.sure_count,
                }),
            );
        });
    }

    later() {
        const line = this.line;
        if (!line || line.state !== "open") {
            return;
        }
        return this.act(async () => {
            await this.orm.call(MODEL, "later", [[line.id]]);
            this.last = [line.id];
        });
    }

    /** Of a confirmed or put off line: that one, unless its month is closed; else the last step. */
    get undoable() {
        const { line } = this;
        if (!line || line.state === "open") {
            return this.last;
        }
        return line.closed ? [] : [line.id];
    }

    undo() {
        const ids = this.undoable;
        if (!ids.length) {
            return;
        }
        return this.act(async () => {
            await this.orm.call(MODEL, "undo", [ids]);
            this.last = [];
        });
    }

    /** What was confirmed in a closed month: an entry of an open one takes it back. */
    correct() {
        const { line } = this;
        const reason = this.state.reason.trim();
        if (!reason) {
            return;
        }
        return this.act(async () => {
            await this.orm.call(MODEL, "correct", [[line.id], reason]);
            this.state.reason = "";
        });
    }

    // --- by hand

    async split() {
        const { line, proposal } = this;
        if (!line || line.state === "confirmed" || !this.state.may || this.state.busy) {
            return;
        }
        this.state.hand = {
            text: "",
            found: [],
            items: (proposal?.items || []).map((item) => ({ ...item })),
            // What a channel keeps is told by the channel, and booked beside.
            fee: proposal?.fee || 0,
            account: proposal?.account || false,
            partner: proposal?.account
                ? { id: proposal.rest_partner, name: proposal.rest_partner_name }
                : false,
            reason: "",
        };
        await this.find();
        this.search.el?.focus();
    }

    async find() {
        const { hand } = this.state;
        const text = hand.text;
        const found = await this.orm.call(MODEL, "find_items", [this.line.id, text, 20]);
        // An answer that is slower than the next letter is for another text.
        if (this.state.hand === hand && hand.text === text) {
            hand.found = found;
        }
    }

    onSearch(ev) {
        this.state.hand.text = ev.target.value;
        return this.find();
    }

    isTaken(item) {
        return this.state.hand.items.some((i) => i.model === item.model && i.id === item.id);
    }

    /** The part of the item that the line still pays. */
    take(item) {
        const left = this.left;
        const whole = Math.abs(item.open) <= Math.abs(left) || left * item.open <= 0;
        this.state.hand.items.push({ ...item, amount: whole ? item.open : left });
    }

    drop(index) {
        this.state.hand.items.splice(index, 1);
    }

    setAmount(item, ev) {
        item.amount = Number(ev.target.value) || 0;
    }

    setFee(ev) {
        this.state.hand.fee = Number(ev.target.value) || 0;
    }

    /** What of the line nothing stands for yet. */
    get left() {
        const { items, fee } = this.state.hand;
        const taken = items.reduce((sum, item) => sum + item.amount, 0);
        return Math.round((this.line.amount - taken + fee) * 100) / 100;
    }

    /** What the server is told of the choice. */
    get choice() {
        const { items, fee, account, partner } = this.state.hand;
        const chosen = items.map(({ model, id, amount }) => ({ model, id, amount }));
        return [this.line.id, chosen, fee, account?.id || false, partner?.id || false];
    }

    /** Whether the choice can be confirmed: it says something, and of whom. */
    get isChosen() {
        const { items, account, partner } = this.state.hand;
        return Boolean(account ? !account.of_partner || partner?.id : items.length);
    }

    /** Whether so little differs that it may be written off. */
    get isSmall() {
        const { items, account } = this.state.hand;
        const off = items.reduce((sum, item) => sum + item.open - item.amount, 0);
        const written = Math.abs((this.isWithin(off) ? off : 0) - this.left);
        const some = Math.round(written * 100);
        return Boolean(items.length && !account && some && this.isWithin(written));
    }

    isWithin(amount) {
        return Math.round(Math.abs(amount) * 100) <= Math.round(this.state.tolerance * 100);
    }

    saveHand(confirm = false) {
        const { line, choice } = this;
        if (confirm && !this.isChosen) {
            return;
        }
        return this.act(async () => {
            const kept = await this.orm.call(MODEL, "choose", choice);
            if (confirm) {
                await this.orm.call(MODEL, "confirm", [[line.id], [kept.id]]);
                this.last = [line.id];
            }
        });
    }

    writeOff() {
        const { line, choice } = this;
        const { reason } = this.state.hand;
        return this.act(async () => {
            await this.orm.call(MODEL, "choose", choice);
            await this.orm.call(MODEL, "write_off", [line.id, reason]);
            this.last = [line.id];
        });
    }

    open(item) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: item.model,
            res_id: item.id,
            views: [[false, "form"]],
            target: "new",
        });
    }

    // --- keys

    onKeydown(ev) {
        if (ev.key === "Escape" && this.state.hand) {
            this.state.hand = false;
            return this.taken(ev);
        }
        if (this.isElsewhere(ev)) {
            return;
        }
        const key = ev.key.length === 1 ? ev.key.toLowerCase() : ev.key;
        const step = this.keys[key];
        // A key that is held does its step once.
        if (step && !(ev.repeat && !key.startsWith("Arrow"))) {
            this.taken(ev);
            return step();
        }
    }

    get keys() {
        return {
            Enter: () => (this.state.hand ? this.saveHand(true) : this.confirm()),
            ArrowDown: () => this.walk(1),
            ArrowUp: () => this.walk(-1),
            s: () => this.split(),
            l: () => this.later(),
            a: () => this.confirmSure(),
            u: () => this.undo(),
        };
    }

    /** Whether a key is for another place: a field, a dialog, a menu, a button. */
    isElsewhere(ev) {
        const typing = "input, select, textarea, .o_navbar, .dropdown-menu";
        if (ev.altKey || ev.ctrlKey || ev.metaKey || document.querySelector(".modal")) {
            return true;
        }
        // Enter on a button is the button's; lines of the list are chosen already.
        const own = ev.key === "Enter" ? `${typing}, button:not(.o_matching_line), a` : typing;
        return Boolean(ev.target.closest?.(own));
    }

    taken(ev) {
        ev.preventDefault();
        ev.stopPropagation();
    }
}

registry.category("actions").add("aftersales_service.matching_desk", MatchingDesk);
