import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

import { readRefusal } from "./refusal";
import { ScanField } from "./scan_field";
import { play } from "./sounds";

/** A scan opens what was scanned; of several things somebody chooses. */
export class ScanOpener extends Component {
    static template = "aftersales_service.ScanOpener";
    static components = { ScanField };
    static props = { screen: { type: String, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        const detail = _t("What you scan is opened.");
        this.state = useState({ said: { kind: "idle", words: _t("Scan"), detail } });
    }

    async scan(code) {
        try {
            const screen = this.props.screen || false;
            const args = [code, screen];
            const said = await this.orm.silent.call("aftersales.scan", "answer", args);
            this.state.said = said.kind === "choice" ? said : { ...said, hits: false };
            play(said.kind);
            if (said.kind === "open") {
                await this.open(said.hits[0]);
            }
        } catch (error) {
            this.state.said = readRefusal(error);
            play(this.state.said.sound);
        }
    }

    open(hit) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: hit.model,
            res_id: hit.id,
            views: [[false, "form"]],
        });
    }
}

class ScanListController extends ListController {
    static template = "aftersales_service.ScanList";
    static components = { ...ListController.components, ScanOpener };
}

registry.category("views").add("aftersales_scan_list", {
    ...listView,
    Controller: ScanListController,
});

class ScanKanbanController extends KanbanController {
    static template = "aftersales_service.ScanKanban";
    static components = { ...KanbanController.components, ScanOpener };
}

registry.category("views").add("aftersales_scan_kanban", {
    ...kanbanView,
    Controller: ScanKanbanController,
});
