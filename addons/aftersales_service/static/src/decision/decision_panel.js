import { Component, useRef, useState } from "@odoo/owl";
import { formatDate, deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { gatherLosers, layOut } from "./time_line";

/**
 * Who pays, on one screen: coverages on a time line, one row per cost with payer and
 * reason, and the switch of the cause that decides again at once.
 *
 * The data are the Json field of the record; see `_get_panel` of the device. A record
 * whose panel may be decided again has `can_redecide` in it and `action_redecide`.
 */
export class DecisionPanel extends Component {
    static template = "aftersales_service.DecisionPanel";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.state = useState({ panel: false, unfolded: false, busy: false, said: "" });
        useRecordObserver((record) => {
            this.state.panel = record.data[this.props.name] || false;
        });
    }

    get panel() {
        return this.state.panel;
    }

    get timeLine() {
        return layOut(this.panel.bars, this.panel.today);
    }

    get losers() {
        return gatherLosers(this.panel.lines);
    }

    get causeLabel() {
        const found = this.panel.causes.find(([code]) => code === this.panel.cause);
        return found ? found[1] : "";
    }

    get title() {
        return this.panel.version ? _t("Who Pays") : _t("Who Would Pay Today");
    }

    get note() {
        return _t("If the cause were ours. Nothing is stored.");
    }

    get versionLabel() {
        return _t("Version %s", this.panel.version);
    }

    get moreLabel() {
        return _t("Why not others (%s)", this.losers.length);
    }

    getEndLabel(right) {
        if (!right.until) {
            return _t("No end known");
        }
        const day = this.formatDay(right.until);
        return right.until < this.panel.today ? _t("Ended on %s", day) : _t("Until %s", day);
    }

    getStateLabel(state) {
        return {
            running: _t("Running"),
            over: _t("Ended"),
            future: _t("Not Begun"),
            suspended: _t("Stands Still"),
            void: _t("Void"),
        }[state];
    }

    getStateIcon(state) {
        return {
            running: "fa-check-circle",
            over: "fa-minus-circle",
            future: "fa-clock-o",
            suspended: "fa-pause-circle",
            void: "fa-times-circle",
        }[state];
    }

    formatDay(text) {
        return text ? formatDate(deserializeDate(text)) : "";
    }

    /** Payers with their shares; without any yet, what the row waits for. */
    getPayers(line) {
        return line.payers.length
            ? line.payer.split(", ").map((text, at) => ({ text, code: line.payers[at][0] }))
            : [{ text: line.result_label, code: "nobody" }];
    }

    toggleLosers() {
        this.state.unfolded = !this.state.unfolded;
    }

    /** Typed text is saved first, as every button of the form does. */
    async redecide(cause) {
        if (this.state.busy || cause === this.panel.cause) {
            return;
        }
        this.state.busy = true;
        try {
            const record = this.props.record;
            if (await record.save()) {
                this.state.panel = await this.orm.call(
                    record.resModel,
                    "action_redecide",
                    [[record.resId], cause],
                    { context: record.context },
                );
                this.state.said = _t("Version %(version)s, cause: %(cause)s", {
                    version: this.panel.version,
                    cause: this.causeLabel,
                });
                await record.load();
            }
        } finally {
            this.state.busy = false;
        }
    }
}

export const decisionPanel = {
    component: DecisionPanel,
    displayName: _t("Decision Panel"),
    supportedTypes: ["json"],
};

registry.category("fields").add("aftersales_decision_panel", decisionPanel);
