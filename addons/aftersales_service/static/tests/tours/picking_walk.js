import { registry } from "@web/core/registry";

import { easyToUse } from "./accessibility";

const ROOT = ".o_aftersales_walk";

/** What a handheld does: characters faster than a person, then Enter. */
function scan(code, field = `${ROOT} #o_aftersales_walk_scan`) {
    return {
        content: `scan ${code}`,
        trigger: field,
        run() {
            const input = document.querySelector(field);
            input.focus();
            input.value = code;
            input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
        },
    };
}

/** The code of a box is that of the warehouse, which the screen shows. */
function scanBox(number) {
    return [
        {
            content: `open box ${number}`,
            trigger: `${ROOT} .o_box:has(.o_number:contains('${number}'))`,
            run: "click",
        },
        {
            content: `scan box ${number}`,
            trigger: `${ROOT} .o_box_detail .o_code`,
            run() {
                const code = document.querySelector(`${ROOT} .o_box_detail .o_code`);
                const input = document.querySelector("#o_aftersales_walk_scan");
                input.value = code.textContent;
                window.aftersalesBox = code.textContent;
                input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
            },
        },
    ];
}

const said = (kind, words) => ({
    content: `the screen says ${words}`,
    trigger: `${ROOT} .o_said_${kind}:contains('${words}')`,
});

const box = (number) => ({
    content: `box ${number} stands there`,
    trigger: `${ROOT} .o_said_right .o_box_number:contains('${number}')`,
});

registry.category("web_tour.tours").add("aftersales_picking_walk", {
    url: "/odoo/action-aftersales_service.picking_walk_action",
    steps: () => [
        { trigger: `${ROOT} .o_waiting:eq(0)`, run: "click" },
        { trigger: `${ROOT} .o_waiting:eq(1)`, run: "click" },
        { trigger: `${ROOT} .o_waiting.active:eq(1)` },
        easyToUse(ROOT),
        { trigger: `${ROOT} .o_start:contains('2')`, run: "click" },
        { trigger: `${ROOT} .o_shelf h2:contains('B-02')` },
        easyToUse(ROOT),
        scan("XXXX"),
        said("bad", "XXXX"),
        scan("PD-9"),
        box(1),
        scan("B-2"),
        box(1),
        ...scanBox(1),
        { trigger: `${ROOT} .o_said_done` },
        { trigger: `${ROOT} .o_box_ready .o_number:contains('1')` },
        scan("PD-9"),
        box(2),
        { trigger: `${ROOT} .o_done summary`, run: "click" },
        easyToUse(ROOT),
        { trigger: `${ROOT} .o_finish`, run: "click" },
        { trigger: `${ROOT} .o_to_counter` },
        {
            trigger: `${ROOT} .o_box:has(.o_number:contains('2'))`,
            run: "click",
        },
        { trigger: `${ROOT} .o_place`, run: "edit A-03 && press Tab" },
        { trigger: `${ROOT} .o_said_open .o_box_number:contains('2')` },
        { trigger: `${ROOT} .o_to_counter`, run: "click" },
        { trigger: ".o_aftersales_counter .o_waiting .badge:contains('A-03')" },
        {
            content: "hand over by one scan of the box",
            trigger: ".o_aftersales_counter #o_aftersales_scan",
            run() {
                const input = document.querySelector("#o_aftersales_scan");
                input.value = window.aftersalesBox;
                input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
            },
        },
        { trigger: ".o_aftersales_counter .o_said_done:contains('李强')" },
    ],
});
