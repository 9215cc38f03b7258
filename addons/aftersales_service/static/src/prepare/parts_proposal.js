import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * What the fault of a job needs, with price and payer; one press asks the store for it.
 *
 * The data are the Json field `parts_proposal` of the job; see `_get_parts_proposal`.
 */
export class PartsProposal extends Component {
    static template = "aftersales_service.PartsProposal";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ busy: false, picked: {} });
    }

    get proposal() {
        return this.props.record.data[this.props.name] || false;
    }

    isChosen(row) {
        return this.state.picked[row.product_id] ?? row.chosen;
    }

    toggle(row, ev) {
        this.state.picked[row.product_id] = ev.target.checked;
    }

    get chosen() {
        return this.proposal.rows.filter((row) => this.isChosen(row));
    }

    getFree(row) {
        return row.free >= row.quantity
            ? _t("%s in store", row.free)
            : _t("Short: %s in store", row.free);
    }

    async take() {
        this.state.busy = true;
        const rows = this.chosen.map(({ product_id, quantity }) => ({ product_id, quantity }));
        try {
            const args = [[this.proposal.order_id], rows];
            const told = await this.orm.call("aftersales.order", "action_prepare_parts", args);
            this.state.picked = {};
            await this.onTaken(told);
        } finally {
            this.state.busy = false;
        }
    }

    async onTaken() {
        await this.props.record.load();
    }
}

registry.category("fields").add("aftersales_parts_proposal", {
    component: PartsProposal,
    displayName: _t("Parts to Prepare"),
    supportedTypes: ["json"],
});
