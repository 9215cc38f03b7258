import { _t } from "@web/core/l10n/translation";

import { DecisionPanel } from "../decision/decision_panel";
import { Proposal } from "../visit/proposal";
import { useState } from "@odoo/owl";

/** The decision panel of a job that is not stored: the desk decides by the chosen cause. */
export class DeskPanel extends DecisionPanel {
    static props = { panel: Object, busy: Boolean, onCause: Function };

    setup() {
        this.state = useState({ unfolded: false, busy: false, said: "" });
    }

    get panel() {
        return this.props.panel;
    }

    get title() {
        return _t("Who Pays");
    }

    get note() {
        return _t("Stored with the service order.");
    }

    redecide(cause) {
        this.props.onCause(cause);
    }
}

/** The ranked technicians, for a job that the desk has just opened. */
export class DeskProposal extends Proposal {
    static props = { candidates: Array, chosen: { optional: true }, onChoose: Function };

    get candidates() {
        return this.props.candidates;
    }

    get chosen() {
        return this.props.chosen || false;
    }

    choose(candidate) {
        return this.props.onChoose(candidate);
    }
}
