import { registry } from "@web/core/registry";

import { findBarriers } from "./accessibility";

const VIEWER = ".o_aftersales_drawing_viewer";
const BOARD = ".o_aftersales_drawing_board";

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

/** A pointer that is pressed on `target`, and moved over the board by fractions of it. */
function drag(target, from, to) {
    const board = document.querySelector(BOARD);
    const area = board.getBoundingClientRect();
    const send = (element, type, [x, y]) =>
        element.dispatchEvent(
            new PointerEvent(type, {
                bubbles: true,
                cancelable: true,
                pointerId: 1,
                button: 0,
                clientX: area.left + x * area.width,
                clientY: area.top + y * area.height,
            }),
        );
    board.setPointerCapture = () => {};
    send(target, "pointerdown", from);
    send(board, "pointermove", to);
    send(board, "pointerup", to);
}
const draw = (from, to) => ({
    trigger: `${BOARD} img`,
    run: ({ anchor }) => drag(anchor, from, to),
});
const spot = (position) => `${BOARD} .o_aftersales_spot[data-position='${position}']`;

registry.category("web_tour.tours").add("aftersales_drawing_take", {
    steps: () => [
        {
            content: "tap 1: the drawings",
            trigger: "button[name='action_drawings']:visible",
            run: "click",
        },
        {
            content: "tap 2: the number on the picture",
            trigger: `${VIEWER} .o_aftersales_drawing_sheet .o_aftersales_spot[data-position='1']`,
            run: "click",
        },
        {
            content: "superseded, since when, two for one",
            trigger: `${VIEWER} .o_aftersales_fit[data-state='superseded']:contains('2026-02-01')`,
        },
        { trigger: `${VIEWER} .o_aftersales_payers:contains('客户')` },
        { trigger: `${VIEWER} .o_aftersales_price:contains('30.00')` },
        check(`${VIEWER} .o_aftersales_drawing_rows`),
        {
            content: "tap 3: into the request",
            trigger: `${VIEWER} .o_aftersales_take:not(:disabled)`,
            run: "click",
        },
        { trigger: `${VIEWER} .o_aftersales_open_request`, run: "click" },
        { trigger: ".o_form_view .o_field_widget[name='line_ids']:contains('FIT-C')" },
    ],
});

const PHONE = ".o_aftersales_phone";
const CARD = `${PHONE} [data-card='parts']`;

registry.category("web_tour.tours").add("aftersales_drawing_phone", {
    steps: () => [
        { trigger: `${PHONE} .o_phone_visit`, run: "click" },
        { trigger: `${CARD} .o_phone_card_head`, run: "click" },
        { trigger: `${CARD} .o_phone_drawings`, run: "click" },
        {
            content: "the number on the picture",
            trigger: `${CARD} .o_aftersales_spot[data-position='1']`,
            run: "click",
        },
        {
            content: "what replaces it, and where it lies",
            trigger: `${CARD} .o_phone_drawn:contains('2026-02-01'):contains('FIT-C')`,
        },
        check(`${CARD} .o_phone_drawn`),
        { trigger: `${CARD} .o_phone_take_drawn`, run: "click" },
        { trigger: `${CARD} .o_phone_part_line:contains('FIT-C')` },
        { trigger: `${CARD} .o_phone_ask:not(:disabled)`, run: "click" },
        {
            content: "it is on the list, and nothing is left to be asked",
            trigger: `${CARD}:not(:has(.o_phone_ask)) .o_phone_part_line:contains('FIT-C')`,
        },
    ],
});

registry.category("web_tour.tours").add("aftersales_drawing_edit", {
    steps: () => [
        {
            content: "moved",
            trigger: spot("1"),
            run: ({ anchor }) => drag(anchor, [0.2, 0.4], [0.25, 0.45]),
        },
        {
            content: "its corner makes it larger",
            trigger: `${spot("1")}.o_aftersales_spot_chosen .o_aftersales_spot_corner`,
            run: ({ anchor }) => drag(anchor, [0.35, 0.65], [0.45, 0.75]),
        },
        {
            content: "a number of the list that is not on the picture",
            trigger: ".o_aftersales_drawing_board_side p button:contains('7')",
            run: "click",
        },
        draw([0.4, 0.7], [0.5, 0.9]),
        { trigger: spot("7") },
        {
            content: "one is taken away",
            trigger: spot("2"),
            run: ({ anchor }) => drag(anchor, [0.7, 0.4], [0.7, 0.4]),
        },
        { trigger: `${spot("2")} .o_aftersales_spot_remove`, run: "click" },
        { trigger: `${BOARD}:not(:has(.o_aftersales_spot[data-position='2']))` },
        draw([0.9, 0.9], [0.7, 0.7]),
        {
            content: "a new row waits for its part",
            trigger: ".o_selected_row .o_field_widget[name='product_id'] input",
            run: "edit FIT-B",
        },
        { trigger: ".dropdown-item:contains('FIT-B')", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_view:not(:has(.o_form_button_save:visible))" },
    ],
});

registry.category("web_tour.tours").add("aftersales_drawing_dealer", {
    steps: () => [
        { trigger: ".o_aftersales_to_drawings", run: "click", expectUnloadPage: true },
        { trigger: ".o_aftersales_drawings .o_aftersales_larger", run: "click" },
        { trigger: ".o_aftersales_sheet[style*='150%']" },
        { content: "a number is tapped", trigger: ".o_aftersales_mark", run: "click" },
        {
            content: "as many as the machine needs",
            trigger: ".o_aftersales_chosen input",
            run({ anchor }) {
                if (anchor.value !== "1") {
                    throw new Error(anchor.value);
                }
            },
        },
        {
            trigger: ".o_aftersales_drawings button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "the quotation", trigger: "#quote_content, #portal_sale_content" },
    ],
});
