import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { exchange } from "../phone/exchange";
import { DrawingPicture } from "./drawing_picture";

const MODEL = "aftersales.drawing.viewer";

/** The drawings of a machine: a number is tapped, and the part of it is asked for. */
export class DrawingViewer extends Component {
    static template = "aftersales_service.DrawingViewer";
    static components = { DrawingPicture };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        const { source, source_id } = this.props.action.params || {};
        this.looked = [source, source_id];
        this.state = useState({
            about: false,
            drawing: false,
            spot: false,
            part: false,
            quantity: 1,
            busy: false,
            request: false,
            taken: {},
            search: "",
        });
        onWillStart(() => this.load());
    }

    async load() {
        if (!this.looked[0]) {
            return;
        }
        this.state.about = await this.orm.call(MODEL, "get_drawings", this.looked);
        const [first] = this.state.about.drawings;
        if (first) {
            await this.open(first);
        }
    }

    async open(drawing) {
        this.state.spot = this.state.part = false;
        this.state.drawing = await this.orm.call(MODEL, "get_drawing", [
            drawing.id,
            ...this.looked,
        ]);
    }

    onChoose(ev) {
        return this.open({ id: Number(ev.target.value) });
    }

    getTitle(drawing) {
        return [drawing.sheet, drawing.name].filter(Boolean).join(" ");
    }

    // --- rows beside the picture

    get rows() {
        const words = this.state.search.trim().toLowerCase();
        const rows = this.state.drawing.spots.map((spot) => ({
            spot,
            part: this.getPart(spot),
        }));
        const fits = ({ spot, part }) =>
            [spot.position, part.code, part.name].some((one) => one.toLowerCase().includes(words));
        return words ? rows.filter(fits) : rows;
    }

    getPart(spot) {
        return this.state.drawing.parts[spot.product_id];
    }

    get chosen() {
        return this.state.spot && this.getPart(this.state.spot);
    }

    async pick(spot) {
        this.state.spot = spot;
        this.state.part = false;
        const part = await this.orm.call(MODEL, "get_part", [spot.product_id, ...this.looked]);
        if (this.state.spot?.id === spot.id) {
            this.state.part = part;
            const count = spot.quantity || 1;
            const { fit } = this.getPart(spot);
            this.state.quantity = this.isOther ? exchange(count, fit).quantity : count;
        }
    }

    close() {
        this.state.spot = this.state.part = false;
    }

    get isOther() {
        return this.state.part.id !== this.state.spot.product_id;
    }

    get payers() {
        return this.state.part.payers
            .map(([who, percent]) => (percent === 100 ? who : `${who} ${percent}%`))
            .join(", ");
    }

    get stockLines() {
        const { here, van, road, places } = this.state.part.stock;
        return [
            [_t("In the Warehouse"), here],
            [_t("On the Van"), van],
            ...places.slice(0, 4),
            [_t("On the Road"), road],
        ].filter(([, count]) => count);
    }

    count(step) {
        this.state.quantity = Math.max(1, this.state.quantity + step);
    }

    // --- into the request

    async take(productId, quantity) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            const args = [productId, ...this.looked, quantity];
            this.state.request = await this.orm.call(MODEL, "take", args);
            this.state.taken[productId] = this.state.request.quantity;
            this.close();
        } finally {
            this.state.busy = false;
        }
    }

    openRequest() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "aftersales.requisition",
            res_id: this.state.request.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("aftersales_service.drawing_viewer", DrawingViewer);
