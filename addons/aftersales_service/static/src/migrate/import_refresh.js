import { Component, onWillUnmount, useEffect, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const EVERY = 2000; // milliseconds

/**
 * Reads the form of a running import again and again, so that its progress is seen.
 * It shows nothing itself.
 */
export class ImportRefresh extends Component {
    static template = xml`<span class="d-none"/>`;
    static props = { ...standardWidgetProps };

    setup() {
        this.timer = 0;
        useEffect(
            (running) => {
                clearInterval(this.timer);
                if (running) {
                    this.timer = setInterval(() => this.refresh(), EVERY);
                }
            },
            () => [this.props.record.data.state === "running"],
        );
        onWillUnmount(() => clearInterval(this.timer));
    }

    async refresh() {
        // What nobody looks at, and what somebody types, is left alone.
        if (document.hidden || this.reading || (await this.props.record.isDirty())) {
            return;
        }
        this.reading = true;
        try {
            await this.props.record.load();
        } finally {
            this.reading = false;
        }
    }
}

registry.category("view_widgets").add("aftersales_import_refresh", { component: ImportRefresh });
