import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { isBinarySize } from "@web/core/utils/binary";
import { imageUrl } from "@web/core/utils/urls";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const STEP = 1; // percent that an arrow key moves a mark
const ARROWS = {
    ArrowLeft: [-STEP, 0],
    ArrowRight: [STEP, 0],
    ArrowUp: [0, -STEP],
    ArrowDown: [0, STEP],
};
const FIRST_KIND = "scratch";

const within = (value) => Math.min(100, Math.max(0, Math.round(value * 10) / 10));

/**
 * Marks on the outline of what a customer brings: a tap adds one, the list below names it.
 * Grey marks were seen at the reception.
 *
 * The value is the Json field `marks`, see `kernel/walk_round.py`; the picture follows the
 * fields `outline` and `outline_photo` of the same record.
 */
export class WalkRound extends Component {
    static template = "aftersales_service.WalkRound";
    static props = { ...standardFieldProps };

    setup() {
        this.state = useState({ chosen: -1 });
    }

    get kinds() {
        return [
            ["scratch", _t("Scratch")],
            ["dent", _t("Dent")],
            ["crack", _t("Crack")],
            ["broken", _t("Broken or Missing")],
            ["rust", _t("Rust")],
            ["other", _t("Other")],
        ];
    }

    get marks() {
        return this.props.record.data[this.props.name] || [];
    }

    get before() {
        return this.props.record.data.marks_before || [];
    }

    get picture() {
        const { resModel, resId, data } = this.props.record;
        const photo = data.outline_photo;
        if (photo && !isBinarySize(photo)) {
            return `data:image/png;base64,${photo}`;
        }
        if (photo && resId) {
            return imageUrl(resModel, resId, "outline_photo", { unique: data.write_date });
        }
        return `/aftersales_service/static/src/reception/${data.outline || "car"}.svg`;
    }

    getLabel(kind) {
        return Object.fromEntries(this.kinds)[kind] || kind;
    }

    getTitle(mark, index) {
        return [index + 1, this.getLabel(mark.kind), mark.note].filter(Boolean).join(" ");
    }

    getStyle(mark) {
        return `left: ${mark.x}%; top: ${mark.y}%`;
    }

    async save(marks) {
        await this.props.record.update({ [this.props.name]: marks });
    }

    async add(x, y) {
        if (this.props.readonly) {
            return;
        }
        this.state.chosen = this.marks.length;
        const mark = { x: within(x), y: within(y), kind: FIRST_KIND, note: "" };
        await this.save([...this.marks, mark]);
    }

    onTap(ev) {
        const box = ev.currentTarget.getBoundingClientRect();
        return this.add(
            ((ev.clientX - box.left) / box.width) * 100,
            ((ev.clientY - box.top) / box.height) * 100,
        );
    }

    choose(index) {
        this.state.chosen = index;
    }

    change(index, values) {
        return this.save(
            this.marks.map((mark, place) => (place === index ? { ...mark, ...values } : mark)),
        );
    }

    onKey(ev, index) {
        const move = ARROWS[ev.key];
        if (!move || this.props.readonly) {
            return;
        }
        ev.preventDefault();
        const mark = this.marks[index];
        this.change(index, { x: within(mark.x + move[0]), y: within(mark.y + move[1]) });
    }

    remove(index) {
        this.state.chosen = -1;
        return this.save(this.marks.filter((_mark, place) => place !== index));
    }
}

registry.category("fields").add("aftersales_walk_round", {
    component: WalkRound,
    displayName: _t("Marks on an Outline"),
    supportedTypes: ["json"],
    fieldDependencies: [
        { name: "outline", type: "selection" },
        { name: "outline_photo", type: "binary" },
        { name: "marks_before", type: "json" },
        { name: "write_date", type: "datetime" },
    ],
});
