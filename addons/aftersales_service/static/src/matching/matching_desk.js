import { Component, onWillStart, useExternalListener, useRef, useState } from "@odoo/owl";
import { formatMonetary } from "@web/views/fields/formatters";
import { formatDate, deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

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
    static props = { ...standardActionServiceProps };

    setup() {
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
            may: false,
            journals: [],
            journal: false,
            shown: "open",
            offset: 0,
            at: 0,
            hand: false,
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

    format(amount) {
        return formatMonetary(amount || 0, { currencyId: this.state.currency });
    }

    formatDay(day) {
        return formatDate(deserializeDate(day));
    }

    getSourceIcon(source) {
        return { wechat: "fa-weixin", alipay: "fa-mobile" }[source] || "fa-university";
    }

    // --- what is shown

    async reload() {
        const { journal, shown, offset } = this.state;
        const page = await this.orm.call(MODEL, "load", [journal, shown, offset, PAGE]);
        if (!page.lines.length && offset) {
            this.state.offset = 0;
            return this.reload();
        }
        Object.assign(this.state, {
            lines: page.lines,
            count: page.count,
            sureCount: page.sure_count,
            currency: page.currency_id,
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
        Object.assign(this.state, { at: index, hand: false, opened: true });
    }

    walk(step) {
        const at = Math.max(0, Math.min(this.state.at + step, this.state.lines.length - 1));
        Object.assign(this.state, { at, hand: false });
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
            this.state.busy = false;
            await this.reload();
            // Enter is the next line's, not once more the button's.
            this.list.el?.focus();
        }
    }

    say(text, type = "success") {
        this.notification.add(text, { type });
    }

    confirm() {
        const { line, proposal } = this;
        if (!proposal || line.state === "confirmed") {
            return;
        }
        return this.act(async () => {
            await this.orm.call(MODEL, "confirm", [[line.id]]);
            this.last = [line.id];
        });
    }

    confirmSure() {
        if (!this.state.sureCount) {
            return;
        }
        return this.act(async () => {
            const sure = this.state.lines.filter((line) => line.proposals.some((p) => p.sure));
            const done = await this.orm.call(MODEL, "confirm_sure", [this.state.journal]);
            const refused = new Set(done.refused.map((one) => one.id));
            this.last = sure.map((line) => line.id).filter((id) => !refused.has(id));
            this.say(_t("%s lines are confirmed.", done.confirmed));
            for (const one of done.refused.slice(0, 5)) {
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

    /** Of a confirmed or put off line: take that back; else the last step. */
    undo() {
        const line = this.line;
        const ids = line && line.state !== "open" ? [line.id] : this.last;
        if (!ids.length) {
            return;
        }
        return this.act(async () => {
            await this.orm.call(MODEL, "undo", [ids]);
            this.last = [];
        });
    }

    // --- by hand

    async split() {
        const { line, proposal } = this;
        if (!line || line.state === "confirmed" || !this.state.may) {
            return;
        }
        this.state.hand = {
            text: "",
            found: [],
            items: (proposal?.items || []).map((item) => ({ ...item })),
            fee: proposal?.fee || line.fee || 0,
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

    saveHand(confirm = false) {
        const { line } = this;
        const { items, fee } = this.state.hand;
        const chosen = items.map(({ model, id, amount }) => ({ model, id, amount }));
        return this.act(async () => {
            await this.orm.call(MODEL, "choose", [line.id, chosen, fee]);
            if (confirm) {
                await this.orm.call(MODEL, "confirm", [[line.id]]);
                this.last = [line.id];
            }
        });
    }

    writeOff() {
        const { line } = this;
        const { items, fee, reason } = this.state.hand;
        const chosen = items.map(({ model, id, amount }) => ({ model, id, amount }));
        return this.act(async () => {
            await this.orm.call(MODEL, "choose", [line.id, chosen, fee]);
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
