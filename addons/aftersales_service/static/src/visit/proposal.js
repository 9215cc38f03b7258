import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * Technicians ranked for a job, each with the reasons; one click chooses.
 *
 * The data are the Json field `proposal` of the visit; see `_propose_technicians`.
 */
export class Proposal extends Component {
    static template = "aftersales_service.Proposal";
    static props = { ...standardFieldProps };

    get candidates() {
        return this.props.record.data[this.props.name] || [];
    }

    get chosen() {
        const technician = this.props.record.data.technician_id;
        return technician ? technician.id : false;
    }

    getRank(index) {
        return _t("No. %s", index + 1);
    }

    async choose(candidate) {
        await this.props.record.update({
            technician_id: { id: candidate.id, display_name: candidate.name },
        });
    }
}

registry.category("fields").add("aftersales_proposal", {
    component: Proposal,
    displayName: _t("Proposed Technicians"),
    supportedTypes: ["json"],
});
