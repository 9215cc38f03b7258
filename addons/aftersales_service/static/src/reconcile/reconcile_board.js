import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MODEL = "aftersales.reconcile.board";
const CELLS = {
    request: _t("Part Asked For"),
    issue: _t("Issue"),
    use: _t("Use"),
    unused: _t("Unused Back"),
    old_part: _t("Old Part"),
    fee: _t("Fee"),
    told: _t("Told / Signed"),
    quote: _t("Quotation"),
    invoice: _t("On an Invoice"),
    fapiao: _t("Fapiao"),
    payment: _t("Money Received"),
    claim: _t("Claim or Settlement"),
};

/** Reconciliation board 对账看板: a row for each share of a fee, from request to money. */
export class ReconcileBoard extends Component {
    static template = "aftersales_service.ReconcileBoard";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.names = CELLS;
        this.state = useState({
            choices: false,
            filters: { keeps_open: true, month: "" },
            page: { lines: [], cells: [], more: false, waiting: false },
            totals: false,
            groups: false,
            group: "",
            only: {},
            offset: 0,
            marked: {},
            answer: false,
            filtering: false,
            why: false,
        });
        this.asked = 0;
        onWillStart(async () => {
            this.state.choices = await this.orm.call(MODEL, "get_choices", []);
            await this.reload();
        });
    }

    get lines() {
        return this.state.page.lines;
    }

    get marked() {
        return this.lines.filter((line) => this.state.marked[line.id]).map((line) => line.id);
    }

    get openLabel() {
        const { month } = this.state.filters;
        return month ? _t("What keeps %s open", month) : _t("What keeps months open");
    }

    // --- what is shown

    async reload(offset = 0) {
        const question = ++this.asked;
        const filters = { ...this.state.filters };
        const page = await this.orm.call(MODEL, "get_page", [filters, offset]);
        // An answer that is slower than the next question is for another choice.
        if (question !== this.asked) {
            return;
        }
        Object.assign(this.state, { page, offset, marked: {}, answer: false, why: false });
        this.loadTotals(question, filters);
    }

    /** Totals read every row of the choice, so they come after the page. */
    async loadTotals(question, filters) {
        const totals = await this.orm.call(MODEL, "get_totals", [filters]);
        const groups = this.state.group
            ? await this.orm.call(MODEL, "get_groups", [this.state.group, filters])
            : false;
        if (question === this.asked) {
            Object.assign(this.state, { totals, groups });
        }
    }

    filter(name, value) {
        this.state.filters[name] = value;
        delete this.state.only[name];
        if (name === "month") {
            this.state.filters.only_month = false;
        }
        return this.reload();
    }

    /** What keeps this month, or an earlier one, from being closed. */
    onKeepsOpen(ev) {
        return this.filter("keeps_open", ev.target.checked);
    }

    onGroup(ev) {
        this.state.group = ev.target.value;
        return this.reload();
    }

    openGroup(group) {
        const name = this.state.group;
        this.state.group = "";
        this.state.groups = false;
        if (name === "month") {
            Object.assign(this.state.filters, { month: group.name, only_month: true });
            return this.reload();
        }
        const loaded = this.filter(name, group.id);
        // What the head cannot show is named beside it, to be taken away again.
        this.state.only[name] = group.name;
        return loaded;
    }

    /** The rows of the page, with the cells that they have. */
    getCells(line) {
        return this.state.page.cells.filter((name) => line.cells[name]);
    }

    getWhy(line, cell) {
        return line.why
            .filter((reason) => reason.cell === cell)
            .map((reason) => (reason.who ? `${reason.text} → ${reason.who}` : reason.text))
            .join("\n");
    }

    getCellLabel(line, cell) {
        const state = { red: _t("wrong"), amber: _t("under way"), green: _t("all right") };
        const { text, colour } = line.cells[cell];
        return [CELLS[cell], text, state[colour], this.getWhy(line, cell)]
            .filter(Boolean)
            .join(" · ");
    }

    async openCell(line, cell) {
        await this.action.doAction(await this.orm.call(MODEL, "open_cell", [line.id, cell]));
    }

    // --- what is done with the marked rows

    mark(line, ev) {
        this.state.marked[line.id] = ev.target.checked;
    }

    markAll(ev) {
        for (const line of this.lines) {
            this.state.marked[line.id] = ev.target.checked;
        }
    }

    ask(what) {
        this.state.answer = { what, reason: "", note: "" };
    }

    get reasons() {
        const all = this.state.choices.reasons;
        return this.state.answer.what === "write_off" ? all.filter((r) => r.write_off) : all;
    }

    async answer() {
        const { what, reason, note } = this.state.answer;
        if (!reason) {
            this.notification.add(_t("Please choose a reason."), { type: "warning" });
            return;
        }
        await this.orm.call(MODEL, what, [this.marked, Number(reason), note]);
        await this.reload(this.state.offset);
    }

    async takeBack() {
        await this.orm.call(MODEL, "take_back", [this.marked]);
        await this.reload(this.state.offset);
    }

    async remind() {
        await this.orm.call(MODEL, "remind", [this.marked]);
        this.notification.add(_t("A task was written for who can mend it."), {
            type: "success",
        });
        await this.reload(this.state.offset);
    }

    async export() {
        await this.action.doAction(
            await this.orm.call(MODEL, "export", [{ ...this.state.filters }]),
        );
    }
}

registry.category("actions").add("aftersales_service.reconcile_board", ReconcileBoard);
