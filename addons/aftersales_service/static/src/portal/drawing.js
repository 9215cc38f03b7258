import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

const STEP = 1.5;
const NEAREST = 6;

/** A drawing on a page of the portal: made larger, and a number tapped chooses its part. */
export class PortalDrawing extends Interaction {
    static selector = ".o_aftersales_drawings";
    dynamicContent = {
        ".o_aftersales_larger": { "t-on-click": () => this.zoom(STEP) },
        ".o_aftersales_smaller": { "t-on-click": () => this.zoom(1 / STEP) },
        ".o_aftersales_mark": { "t-on-click": (ev) => this.choose(ev.currentTarget) },
    };

    setup() {
        this.scale = 1;
    }

    /** What was in the middle stays there. */
    zoom(factor) {
        const window = this.el.querySelector(".o_aftersales_sheet_window");
        const before = this.scale;
        this.scale = Math.min(NEAREST, Math.max(1, before * factor));
        const by = this.scale / before;
        const left = (window.scrollLeft + window.clientWidth / 2) * by - window.clientWidth / 2;
        const top = (window.scrollTop + window.clientHeight / 2) * by - window.clientHeight / 2;
        window.querySelector(".o_aftersales_sheet").style.width = `${this.scale * 100}%`;
        window.scrollTo(left, top);
    }

    choose(mark) {
        for (const row of this.el.querySelectorAll("li.o_aftersales_chosen")) {
            row.classList.remove("o_aftersales_chosen");
        }
        const row = this.el.querySelector(`#part-${mark.dataset.row}`);
        row.classList.add("o_aftersales_chosen");
        const count = row.querySelector("input");
        if (count && !count.value) {
            count.value = count.dataset.usual;
        }
    }
}

registry.category("public.interactions").add("aftersales_service.portal_drawing", PortalDrawing);
