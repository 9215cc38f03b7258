import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { readRefusal } from "./refusal";
import { ScanField } from "./scan_field";
import { play } from "./sounds";

/**
 * The scan field of a form that counts what arrives: each scan is booked at once by
 * `action_scan` of the document, after what was typed on the form is saved.
 */
export class ScanWidget extends Component {
    static template = "aftersales_service.ScanWidget";
    static components = { ScanField };
    static props = { ...standardFieldProps, placeholder: { type: String, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        const words = this.props.placeholder || _t("Scan");
        this.state = useState({ said: { kind: "idle", words, detail: "" } });
        // Scans come faster than answers: they wait for each other in their order.
        this.chain = Promise.resolve();
    }

    say(said, sound) {
        this.state.said = said;
        play(sound);
    }

    scan(code) {
        this.chain = this.chain.then(() => this.book(code));
        return this.chain;
    }

    async book(code) {
        const { record } = this.props;
        try {
            if (!(await record.save())) {
                this.say({ kind: "bad", words: _t("Not possible"), detail: "" }, "refused");
                return;
            }
            const args = [[record.resId], code];
            const said = await this.orm.silent.call(record.resModel, "action_scan", args);
            await record.load();
            this.say(said, said.kind);
            if (said.action) {
                await this.action.doAction(said.action);
            }
        } catch (error) {
            const said = readRefusal(error);
            this.say(said, said.sound);
        }
    }
}

export const scanWidget = {
    component: ScanWidget,
    supportedTypes: ["char"],
    extractProps: ({ placeholder }) => ({ placeholder }),
};

registry.category("fields").add("aftersales_scan", scanWidget);
