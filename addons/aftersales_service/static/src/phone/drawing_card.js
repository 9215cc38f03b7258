import { Component, onWillStart, useState } from "@odoo/owl";

import { DrawingPicture } from "../drawing/drawing_picture";
import { exchange } from "./exchange";
import { getPictures } from "./pictures";

/** A drawing on the phone: a number is tapped, and its part is on the list to request. */
export class DrawingCard extends Component {
    static template = "aftersales_service.DrawingCard";
    static components = { DrawingPicture };
    static props = {
        drawings: Array,
        drawn: Object,
        unfit: Object,
        wanted: Array,
        onWant: Function,
    };

    setup() {
        this.state = useState({ drawing: false, url: "", spot: false, lost: false });
        onWillStart(() => this.open(this.props.drawings[0]));
    }

    async open(drawing) {
        const url = await getPictures().get(drawing);
        Object.assign(this.state, { drawing, url, spot: false, lost: false });
    }

    onChoose(ev) {
        return this.open(this.props.drawings.find((one) => one.id === Number(ev.target.value)));
    }

    onLost() {
        this.state.lost = true;
    }

    getTitle(drawing) {
        return [drawing.sheet, drawing.name].filter(Boolean).join(" ");
    }

    getPart(spot) {
        return this.props.drawn[spot.product_id];
    }

    getUnfit(spot) {
        return this.props.unfit[spot.product_id];
    }

    /** The part to take: that of this serial number, and how many of it serve. */
    getTaken(spot) {
        const unfit = this.getUnfit(spot);
        const count = spot.quantity || 1;
        const instead = unfit?.warns && exchange(count, unfit);
        if (instead) {
            return { id: instead.product_id, name: instead.name, quantity: instead.quantity };
        }
        return { ...this.getPart(spot), quantity: count };
    }

    getWanted(spot) {
        const { id } = this.getTaken(spot);
        return this.props.wanted.find((line) => line.product_id === id)?.quantity;
    }

    pick(spot) {
        this.state.spot = spot;
    }

    take() {
        const { quantity, ...part } = this.getTaken(this.state.spot);
        this.props.onWant(part, quantity);
        this.state.spot = false;
    }
}
