import { useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { isBinarySize } from "@web/core/utils/binary";
import { imageUrl } from "@web/core/utils/urls";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

import { getFrameStyle, moveFrame, spanFrame, stretchFrame } from "./frame";

const LEAST = 0.008; // smaller than that is a slip of the finger, no frame
const STEP = 0.005; // what an arrow key moves a frame
const ARROWS = {
    ArrowLeft: [-STEP, 0],
    ArrowRight: [STEP, 0],
    ArrowUp: [0, -STEP],
    ArrowDown: [0, STEP],
};

/**
 * Parts on the picture of a drawing: a frame is drawn around each, moved, made larger and
 * taken away; below stands the list of the same rows.
 */
export class DrawingEditor extends X2ManyField {
    static template = "aftersales_service.DrawingEditor";

    setup() {
        super.setup();
        this.board = useRef("board");
        this.state = useState({ chosen: false, frame: false });
        this.grip = false;
    }

    get picture() {
        const { resModel, resId, data } = this.props.record;
        if (!data.picture) {
            return "";
        }
        if (!isBinarySize(data.picture)) {
            return `data:image/png;base64,${data.picture}`;
        }
        return imageUrl(resModel, resId, "picture", { unique: data.write_date });
    }

    get rows() {
        return this.list.records.map((record) => ({
            record,
            key: record.id,
            position: record.data.position || "",
            title: [record.data.position, record.data.product_id?.display_name]
                .filter(Boolean)
                .join(" "),
            box: this.getBox(record),
        }));
    }

    get placed() {
        return this.rows.filter((row) => row.box);
    }

    get waiting() {
        return this.rows.filter((row) => !row.box && row.position);
    }

    get chosen() {
        return this.list.records.find((record) => record.id === this.state.chosen);
    }

    getBox(record) {
        if (this.state.frame && this.grip && record.id === this.grip.row) {
            return this.state.frame;
        }
        const { x, y, w, h } = record.data;
        return w > 0 && h > 0 && [x, y, w, h];
    }

    getStyle(box) {
        return getFrameStyle(box);
    }

    get canEdit() {
        return !this.props.readonly && this.activeActions.write !== false;
    }

    get advice() {
        const chosen = this.chosen;
        if (chosen && !this.getBox(chosen)) {
            return _t("Now draw a frame around number %s.", chosen.data.position);
        }
        return _t(
            "Draw a frame around a part to add it. Drag a frame to move it, its corner to make it larger.",
        );
    }

    // --- drawing with mouse, pen or finger

    getPoint(ev) {
        const area = this.board.el.getBoundingClientRect();
        return [(ev.clientX - area.left) / area.width, (ev.clientY - area.top) / area.height];
    }

    onDown(ev, row, corner) {
        if (!this.canEdit || !this.picture || ev.button > 0) {
            return;
        }
        ev.preventDefault();
        this.board.el.setPointerCapture(ev.pointerId);
        this.grip = { from: this.getPoint(ev), row: row?.key, box: row?.box, corner };
        if (row) {
            this.state.chosen = row.key;
        }
    }

    onMove(ev) {
        if (!this.grip) {
            return;
        }
        const { from, box, corner } = this.grip;
        const to = this.getPoint(ev);
        const by = [to[0] - from[0], to[1] - from[1]];
        if (!box) {
            this.state.frame = spanFrame(from, to);
        } else if (corner) {
            this.state.frame = stretchFrame(box, by, LEAST);
        } else {
            this.state.frame = moveFrame(box, by);
        }
    }

    async onUp() {
        const { grip } = this;
        const frame = this.state.frame;
        this.grip = false;
        this.state.frame = false;
        if (!grip || !frame || frame[2] < LEAST || frame[3] < LEAST) {
            return;
        }
        const record = grip.row
            ? this.chosen
            : this.chosen && !this.getBox(this.chosen) && this.chosen;
        if (record) {
            await this.place(record, frame);
            if (!grip.row) {
                this.state.chosen = false;
            }
        } else {
            await this.addFrame(frame);
        }
    }

    place(record, [x, y, w, h]) {
        return record.update({ x, y, w, h });
    }

    async addFrame([x, y, w, h]) {
        const context = {
            default_x: x,
            default_y: y,
            default_w: w,
            default_h: h,
            default_position: this.getNextPosition(),
        };
        await this.onAdd({ context, editable: "bottom" });
        this.state.chosen = this.list.editedRecord?.id || false;
    }

    getNextPosition() {
        const numbers = this.list.records.map((one) => parseInt(one.data.position) || 0);
        return String(Math.max(0, ...numbers) + 1);
    }

    onKey(ev, row) {
        if (ARROWS[ev.key] && this.canEdit) {
            ev.preventDefault();
            this.place(row.record, moveFrame(row.box, ARROWS[ev.key]));
        }
    }

    choose(row) {
        this.state.chosen = this.state.chosen === row.key ? false : row.key;
    }

    remove(row) {
        this.state.chosen = false;
        return this.list.delete(row.record);
    }
}

registry.category("fields").add("aftersales_drawing_editor", {
    ...x2ManyField,
    component: DrawingEditor,
    displayName: _t("Parts on a Drawing"),
    supportedTypes: ["one2many"],
    fieldDependencies: [
        { name: "picture", type: "binary" },
        { name: "write_date", type: "datetime" },
    ],
});
