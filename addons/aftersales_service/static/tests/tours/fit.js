import { registry } from "@web/core/registry";

import { findBarriers } from "./accessibility";

const PAGE = ".o_aftersales_phone";
const PARTS = `${PAGE} [data-card='parts']`;
const pick = (code) => [
    { trigger: `${PARTS} [name='part_search']`, run: `edit ${code}` },
    { trigger: `${PARTS} .o_phone_found:contains('${code}')`, run: "click" },
];
const check = (root) => ({
    content: "targets, labels and contrast",
    trigger: root,
    run() {
        const barriers = findBarriers(document.querySelector(root));
        if (barriers.length) {
            throw new Error(barriers.join("\n"));
        }
    },
});

registry.category("web_tour.tours").add("aftersales_fit_phone", {
    steps: () => [
        { content: "open the visit", trigger: `${PAGE} .o_phone_visit`, run: "click" },
        { trigger: `${PARTS} .o_phone_card_head`, run: "click" },
        ...pick("FIT-C"),
        {
            content: "it is told before it is asked for",
            trigger: `${PARTS} .o_phone_unfit:contains('YJ2105-99'):contains('FIT-A')`,
        },
        { trigger: `${PARTS} .o_phone_ask:disabled` },
        check(PAGE),
        { content: "the part that fits", trigger: `${PARTS} .o_phone_instead`, run: "click" },
        { trigger: `${PARTS}:not(:has(.o_phone_unfit)) .o_phone_ask:not(:disabled)` },
        ...pick("FIT-C"),
        { content: "or a reason", trigger: `${PARTS} [name='fit_reason']`, run: "edit 轴已改装" },
        { trigger: `${PARTS} .o_phone_ask:not(:disabled)`, run: "click" },
        { content: "it is on the list", trigger: `${PARTS} .o_phone_part_line:contains('FIT-C')` },
    ],
});

registry.category("web_tour.tours").add("aftersales_fit_requisition", {
    steps: () => [
        {
            content: "the line says why, and which part fits",
            trigger: ".o_field_widget[name='line_ids']:contains('YJ2105-99')",
        },
        { trigger: "button[name='action_take_fitting']:visible", run: "click" },
        {
            content: "the part that fits is on the line, and nothing is said any more",
            trigger: ".o_field_widget[name='line_ids']:contains('FIT-A'):not(:contains('FIT-C'))",
        },
        { trigger: "button[name='action_submit']", run: "click" },
        { trigger: ".o_form_view:not(:has(button[name='action_submit']:visible))" },
    ],
});

registry.category("web_tour.tours").add("aftersales_fit_device", {
    steps: () => [
        { trigger: ".o_notebook .nav-link[name='parts']", run: "click" },
        {
            content: "what is inside stands behind its device",
            trigger: ".o_field_widget[name='maintained_tree'] tr:contains('M-1') + tr:contains('└'):contains('轴承A')",
        },
    ],
});
