import { Component, onWillUpdateProps, useRef, useState } from "@odoo/owl";

import { getFrameStyle } from "./frame";

const NEAREST = 8; // times as large as it fits
const STEP = 1.5;
const SLIP = 6; // pixels that a finger moves when it only taps

/** The picture of a drawing, to be moved and made larger; a tap on a number chooses it. */
export class DrawingPicture extends Component {
    static template = "aftersales_service.DrawingPicture";
    static props = {
        url: String,
        spots: Array,
        chosen: { optional: true },
        onPick: Function,
        onLost: { type: Function, optional: true },
    };

    setup() {
        this.root = useRef("root");
        this.image = useRef("image");
        this.state = useState({ scale: 1, x: 0, y: 0 });
        this.fingers = new Map();
        this.moved = false;
        onWillUpdateProps((next) => {
            if (next.url !== this.props.url) {
                Object.assign(this.state, { scale: 1, x: 0, y: 0 });
            }
        });
    }

    get placed() {
        return this.props.spots.filter((spot) => spot.box);
    }

    get style() {
        const { scale, x, y } = this.state;
        return `transform: translate(${x}px, ${y}px) scale(${scale})`;
    }

    getStyle(spot) {
        return getFrameStyle(spot.box);
    }

    // --- larger and smaller

    /** The whole picture, however high it is. */
    fit() {
        const frame = this.root.el.getBoundingClientRect();
        const { offsetWidth, offsetHeight } = this.image.el;
        const scale = Math.min(1, frame.height / (offsetHeight || 1));
        const x = Math.max(0, (frame.width - offsetWidth * scale) / 2);
        this.least = scale;
        Object.assign(this.state, { scale, x, y: 0 });
    }

    /** Around a point of the screen, which stays where it is. */
    zoom(factor, clientX, clientY) {
        const frame = this.root.el.getBoundingClientRect();
        const before = this.state.scale;
        const scale = Math.min(NEAREST, Math.max(this.least || 0.1, before * factor));
        const left = (clientX ?? frame.left + frame.width / 2) - frame.left;
        const top = (clientY ?? frame.top + frame.height / 2) - frame.top;
        const by = scale / before;
        this.moveTo(left - (left - this.state.x) * by, top - (top - this.state.y) * by, scale);
    }

    closer() {
        this.zoom(STEP);
    }

    farther() {
        this.zoom(1 / STEP);
    }

    /** A piece of the picture always stays in sight. */
    moveTo(x, y, scale = this.state.scale) {
        const frame = this.root.el.getBoundingClientRect();
        const width = this.image.el.offsetWidth * scale;
        const height = this.image.el.offsetHeight * scale;
        const keep = (value, size, room) =>
            size <= room
                ? Math.min(Math.max(value, 0), room - size)
                : Math.min(0, Math.max(room - size, value));
        Object.assign(this.state, {
            scale,
            x: keep(x, width, frame.width),
            y: keep(y, height, frame.height),
        });
    }

    onWheel(ev) {
        this.zoom(ev.deltaY < 0 ? 1.2 : 1 / 1.2, ev.clientX, ev.clientY);
    }

    // --- fingers and mouse

    onDown(ev) {
        if (!this.fingers.size) {
            this.moved = false;
        }
        this.fingers.set(ev.pointerId, [ev.clientX, ev.clientY]);
        this.begin();
    }

    begin() {
        this.start = {
            points: [...this.fingers.values()],
            x: this.state.x,
            y: this.state.y,
        };
    }

    onMove(ev) {
        if (!this.fingers.has(ev.pointerId)) {
            return;
        }
        const before = [...this.fingers.values()];
        this.fingers.set(ev.pointerId, [ev.clientX, ev.clientY]);
        const now = [...this.fingers.values()];
        if (now.length === 2) {
            this.moved = true;
            const [middleX, middleY] = [0, 1].map((axis) => (now[0][axis] + now[1][axis]) / 2);
            this.zoom(getSpan(now) / (getSpan(before) || 1), middleX, middleY);
            return this.begin();
        }
        const [byX, byY] = [0, 1].map((axis) => now[0][axis] - this.start.points[0][axis]);
        if (!this.moved && Math.hypot(byX, byY) < SLIP) {
            return;
        }
        if (!this.moved) {
            this.moved = true;
            this.root.el.setPointerCapture(ev.pointerId);
        }
        this.moveTo(this.start.x + byX, this.start.y + byY);
    }

    onUp(ev) {
        this.fingers.delete(ev.pointerId);
        if (this.fingers.size) {
            this.begin();
        }
    }

    pick(spot) {
        if (!this.moved) {
            this.props.onPick(spot);
        }
        this.moved = false;
    }
}

function getSpan([[fromX, fromY], [toX, toY]]) {
    return Math.hypot(toX - fromX, toY - fromY);
}
