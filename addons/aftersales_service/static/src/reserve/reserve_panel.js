import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatCurrency } from "@web/core/currency";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { formatFloat } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { getBars, getHeat, getTop, sumAges } from "./triangle";

/**
 * A warranty reserve as a director reads it: one sentence, what a sold unit costs by month
 * of sale, whether earlier reserves were enough, and the triangle behind it.
 *
 * The data are the Json field of the record; see `_get_panel` of the reserve.
 */
export class ReservePanel extends Component {
    static template = "aftersales_service.ReservePanel";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ panel: false });
        useRecordObserver((record) => {
            this.state.panel = record.data[this.props.name] || false;
        });
    }

    get panel() {
        return this.state.panel;
    }

    async choose(ev) {
        const args = [[this.props.record.resId], ev.target.value];
        this.state.panel = await this.orm.call("aftersales.reserve", "get_panel", args);
    }

    money(amount, digits = 0) {
        return formatCurrency(amount, this.panel.currency, { digits: [69, digits] });
    }

    count(number) {
        return formatFloat(number, { digits: [16, 0] });
    }

    rate(number) {
        return formatFloat(number, { digits: [16, 1] });
    }

    get sentence() {
        const { total, month } = this.panel;
        if (!total.rest) {
            return _t("Of what was sold until %s no more warranty costs are expected.", month);
        }
        return _t(
            "What was sold until %(month)s will still cost %(rest)s under warranty; in nine of ten cases between %(low)s and %(high)s.",
            {
                month,
                rest: this.money(total.rest),
                low: this.money(total.low),
                high: this.money(total.high),
            },
        );
    }

    /** Columns of the picture: heights in per cent of the tallest. */
    get bars() {
        return getBars(this.panel.rows);
    }

    get topCost() {
        return this.money(getTop(this.panel.rows, "unit_high"), 2);
    }

    get topRate() {
        return this.rate(getTop(this.panel.rows, "rate"));
    }

    getBarTitle(row) {
        return _t(
            "Sold in %(month)s: %(units)s units, %(claims)s jobs (%(rate)s of 100). Each unit cost %(paid)s so far; %(total)s are expected in the end.",
            {
                month: row.month,
                units: this.count(row.units),
                claims: this.count(row.claims),
                rate: this.rate(row.rate),
                paid: this.money(row.unit_cost, 2),
                total: this.money(row.unit_cost + row.unit_rest, 2),
            },
        );
    }

    get ages() {
        return Array.from({ length: this.panel.ages }, (_, age) => age);
    }

    get ageSums() {
        return sumAges(this.panel.rows, this.panel.ages);
    }

    getCellStyle(row, age) {
        const heat = getHeat(this.panel.rows, row, age);
        return heat ? `--heat:${heat / 150}` : ""; // text stays readable on it
    }

    get runOff() {
        const rows = this.panel.run_off.map((row) => ({
            ...row,
            actual: row.paid + row.expected,
        }));
        const top = Math.max(...rows.flatMap((row) => [row.reserved, row.actual]), 1);
        return rows.map((row) => ({
            ...row,
            then: (100 * row.reserved) / top,
            since: (100 * row.paid) / top,
            left: (100 * row.expected) / top,
            verdict: this.getVerdict(row.actual - row.reserved),
            short: row.actual > row.reserved,
        }));
    }

    getVerdict(difference) {
        if (Math.abs(difference) < 0.5) {
            return _t("as reserved");
        }
        const amount = this.money(Math.abs(difference));
        return difference > 0 ? _t("%s too little", amount) : _t("%s too much", amount);
    }
}

registry.category("fields").add("aftersales_reserve_panel", {
    component: ReservePanel,
    supportedTypes: ["json"],
});
