import { Component, onWillStart, useState } from "@odoo/owl";
import { formatDate, deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { TreasuryChart } from "./treasury_chart";

const MODEL = "aftersales.treasury";
const MONTHS = "aftersales_service.aftersales_period_action";
const ITEMS = "aftersales_service.aftersales_treasury_item_action";

/**
 * Dashboard of finance 财务看板: every figure opens the list that makes exactly this sum.
 */
export class Treasury extends Component {
    static template = "aftersales_service.Treasury";
    static components = { TreasuryChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ board: false });
        this.format = this.format.bind(this);
        this.open = this.open.bind(this);
        onWillStart(() => this.reload());
    }

    async reload() {
        this.state.board = await this.orm.call(MODEL, "get_treasury", []);
    }

    get board() {
        return this.state.board;
    }

    get today() {
        return formatDate(deserializeDate(this.board.today));
    }

    /** What each panel is about, in words that need no manual. */
    getWords(key) {
        return {
            owed: {
                title: _t("Customers Owe"),
                note: _t(
                    "What is open of the invoices of jobs, and what is not invoiced yet; with tax, by how long it is due.",
                ),
            },
            held: {
                title: _t("With Technicians"),
                note: _t("Taken from customers and not handed in, by how long ago."),
            },
            unmatched: {
                title: _t("Bank Lines to Match"),
                note: _t("Lines of statements of which nobody said yet what they are."),
            },
            red: {
                title: _t("Fees That Do Not Agree"),
                note: _t("Fees whose documents disagree, by what is wrong; with tax."),
            },
            claim: {
                title: _t("Our Claims"),
                note: _t(
                    "What suppliers, carriers, agents and makers are to settle, by their answer.",
                ),
            },
            chargeback: {
                title: _t("Claims on Us"),
                note: _t(
                    "What is claimed from us and is not in the books, by our answer; without tax.",
                ),
            },
            dealer: {
                title: _t("Claims of Dealers"),
                note: _t("What dealers claim and is not billed, by our answer; without tax."),
            },
            margin: {
                title: _t("Margin"),
                note: _t(
                    "Income less cost of the last twelve months by type of service; without tax.",
                ),
            },
            fapiao: {
                title: _t("Without Fapiao"),
                note: _t("What was invoiced for jobs and no fapiao is registered for, with tax."),
            },
        }[key];
    }

    format(amount) {
        return formatMonetary(amount, { currencyId: this.board.currency_id });
    }

    async open(domain, names) {
        const action = await this.action.loadAction(ITEMS);
        const name = names.join(" · ");
        this.action.doAction({ ...action, domain, name, display_name: name });
    }

    openPanel(panel) {
        this.open(panel.domain, [this.getWords(panel.key).title]);
    }

    openRow(panel, row) {
        this.open(row.domain, [this.getWords(panel.key).title, row.label]);
    }

    openCell(panel, row, at) {
        this.open(row.cells[at].domain, [row.label, panel.columns[at].label]);
    }

    /** The month; where nobody began to close it, a form in which somebody does. */
    openMonth(month) {
        if (!month.id && !this.board.may_close) {
            return this.action.doAction(MONTHS);
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "aftersales.period",
            res_id: month.id,
            views: [[false, "form"]],
            context: month.id ? {} : { default_month: month.month },
        });
    }
}

registry.category("actions").add("aftersales_service.treasury", Treasury);
