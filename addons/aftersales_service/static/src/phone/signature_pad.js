import { Component, onMounted, useRef } from "@odoo/owl";

/**
 * A field to sign in by finger, pen or mouse. It needs nothing from the server, unlike the
 * one of the web client, which fetches its fonts when it opens.
 */
export class SignaturePad extends Component {
    static template = "aftersales_service.SignaturePad";
    static props = { onDrawn: Function, value: { optional: true } };

    setup() {
        this.canvas = useRef("canvas");
        onMounted(() => this.prepare());
    }

    prepare() {
        const canvas = this.canvas.el;
        const scale = window.devicePixelRatio || 1;
        canvas.width = canvas.clientWidth * scale;
        canvas.height = canvas.clientHeight * scale;
        this.pen = canvas.getContext("2d");
        this.pen.scale(scale, scale);
        Object.assign(this.pen, {
            lineWidth: 2.5,
            lineCap: "round",
            lineJoin: "round",
            strokeStyle: "#10233f",
        });
        if (this.props.value) {
            const image = new Image();
            image.onload = () =>
                this.pen.drawImage(image, 0, 0, canvas.clientWidth, canvas.clientHeight);
            image.src = `data:image/png;base64,${this.props.value}`;
        }
    }

    getPoint(ev) {
        const box = this.canvas.el.getBoundingClientRect();
        return [ev.clientX - box.left, ev.clientY - box.top];
    }

    onDown(ev) {
        ev.preventDefault();
        this.drawing = true;
        this.canvas.el.setPointerCapture?.(ev.pointerId);
        this.pen.beginPath();
        this.pen.moveTo(...this.getPoint(ev));
    }

    onMove(ev) {
        if (this.drawing) {
            this.pen.lineTo(...this.getPoint(ev));
            this.pen.stroke();
            this.inked = true;
        }
    }

    onUp() {
        if (this.drawing && this.inked) {
            this.props.onDrawn(this.canvas.el.toDataURL("image/png").split(",")[1]);
        }
        this.drawing = false;
    }

    clear() {
        const { width, height } = this.canvas.el;
        this.pen.clearRect(0, 0, width, height);
        this.inked = false;
        this.props.onDrawn("");
    }
}
