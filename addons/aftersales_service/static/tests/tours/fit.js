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
        ...pick("L-1"),
        {
            content: "superseded, since when, and that two serve for one",
            trigger: `${PARTS} .o_phone_unfit:contains('2 × [L-2]'):contains('2026-02-01')`,
        },
        { trigger: `${PARTS} .o_phone_instead`, run: "click" },
        {
            trigger: `${PARTS}:not(:has(.o_phone_unfit)) .o_phone_part_line:contains('L-2')`,
            run({ anchor }) {
                if (anchor.querySelector("input").value !== "2") {
                    throw new Error("two short ones serve for a long one");
                }
            },
        },
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

const tree = (name) => `.o_field_widget[name='${name}']`;

registry.category("web_tour.tours").add("aftersales_fit_device", {
    steps: () => [
        { trigger: ".o_notebook .nav-link[name='parts']", run: "click" },
        {
            content: "what is inside stands behind its device",
            trigger: `${tree("maintained_tree")} tr:contains('M-1') + tr:contains('└'):contains('轴承A')`,
        },
        {
            content: "what was swapped is there since then",
            trigger: `${tree("maintained_tree")} tr:contains('轴承B'):contains('2026-02-01')`,
        },
        {
            content: "and what it was built of stays what it was",
            trigger: `${tree("built_tree")} tr:contains('轴承B'):contains('2026-01-05'):contains('前轴承')`,
        },
        { trigger: `${tree("built_tree")}:not(:contains('M-1'))` },
    ],
});

const COUNTER = ".o_aftersales_counter";
const LINE = (words) => `${COUNTER} .o_lines li:contains('${words}')`;

registry.category("web_tour.tours").add("aftersales_fit_counter", {
    steps: () => [
        {
            content: "the badge of the technician opens his requisition",
            trigger: `${COUNTER} #o_aftersales_scan`,
            run() {
                const input = document.querySelector(`${COUNTER} #o_aftersales_scan`);
                input.value = "T-001";
                input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
            },
        },
        {
            content: "what does not fit, which one does, and why nevertheless",
            trigger: `${LINE("FIT-C")} .o_unfit.text-danger:contains('YJ2105-99'):contains('FIT-A'):contains('轴已改装')`,
        },
        {
            content: "what is superseded, by how many, since when",
            trigger: `${LINE("L-1")} .o_unfit:contains('2 × [L-2]'):contains('2026-02-01')`,
        },
        check(COUNTER),
        { trigger: `${LINE("L-1")} .btn-warning`, run: "click" },
        { trigger: `${LINE("L-1")} .o_short button:contains('L-2')`, run: "click" },
        {
            content: "six short ones for three long ones",
            trigger: `${COUNTER} .o_lines li:contains('L-2') .o_count:contains('0 / 6')`,
        },
    ],
});
