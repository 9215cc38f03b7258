import { registry } from "@web/core/registry";

// Selectors name rows and states, never labels, so the tour holds in every language.
const lane = (name) =>
    `.o_aftersales_board_row:has(.o_aftersales_who:contains('${name}')) .o_aftersales_lane`;

registry.category("web_tour.tours").add("aftersales_day_board", {
    url: "/odoo/day-board",
    steps: () => [
        {
            content: "today's hours may be past: tomorrow's are all to come",
            trigger: ".o_aftersales_board:has(.o_aftersales_call) .o_aftersales_tomorrow",
            run: "click",
        },
        {
            content: "the arrows select the first call",
            trigger:
                ".o_aftersales_board:has(.o_aftersales_today_button:enabled) .o_aftersales_tomorrow",
            run: "press ArrowDown",
        },
        { trigger: ".o_aftersales_call.o_aftersales_selected", run: "press a" },
        {
            content: "A shows the ranked technicians; who may not go says why and cannot be chosen",
            trigger:
                ".modal .o_aftersales_candidate:last:has(.o_aftersales_refusal:contains('赵刚')) .o_aftersales_choose:disabled",
        },
        {
            trigger: ".modal .o_aftersales_candidate:first .o_aftersales_choose:contains('李强')",
            run: "click",
        },
        { trigger: ".modal .o_aftersales_chosen:contains('李强')" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: ".o_aftersales_calls:has(.o_aftersales_call:only-child)" },
        {
            content: "the other call is dragged to a free hour",
            trigger: ".o_aftersales_call",
            run: async ({ anchor, queryFirst }) => {
                const target = queryFirst ? queryFirst(lane("李强")) : null;
                const row =
                    target ||
                    [...document.querySelectorAll(".o_aftersales_board_row")]
                        .find((each) => each.textContent.includes("李强"))
                        .querySelector(".o_aftersales_lane");
                const other = [...document.querySelectorAll(".o_aftersales_board_row")]
                    .find((each) => each.textContent.includes("赵刚"))
                    .querySelector(".o_aftersales_lane");
                const tick = () => new Promise((resolve) => setTimeout(resolve, 50));
                const data = new DataTransfer();
                const fire = (node, type, clientX) =>
                    node.dispatchEvent(
                        new DragEvent(type, {
                            bubbles: true,
                            cancelable: true,
                            dataTransfer: data,
                            clientX,
                        }),
                    );
                const busy = row.querySelector(".o_aftersales_visit").getBoundingClientRect();
                const box = row.getBoundingClientRect();
                const free =
                    busy.left - box.left > box.width / 2
                        ? box.left + 2
                        : box.left + box.width * 0.8;
                fire(anchor, "dragstart", 0);
                await tick();
                if (fire(other, "dragover", free) !== true) {
                    throw new Error("a grade without authority must refuse before the drop");
                }
                await tick();
                if (!other.querySelector(".o_aftersales_no .o_aftersales_why_not")) {
                    throw new Error("the row must say why it refuses");
                }
                if (fire(row, "dragover", free) !== false) {
                    throw new Error("a free hour must accept");
                }
                await tick();
                if (!row.querySelector(".o_aftersales_doubt .o_aftersales_why_not")) {
                    throw new Error("a warning must be seen before the drop");
                }
                fire(row, "drop", free);
            },
        },
        {
            content: "against a warning nobody is sent without a word",
            trigger: ".modal .o_field_widget[name='override_reason'] input",
            run: "edit 赵刚电话支援",
        },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: ".o_aftersales_calls:not(:has(.o_aftersales_call))" },
        {
            content: "a visit opens beside the board",
            trigger: ".o_aftersales_visit:first",
            run: "click",
        },
        { trigger: ".o_aftersales_beside .o_form_view .o_field_widget[name='state']" },
        { trigger: ".o_aftersales_beside_close", run: "click" },
        { trigger: ".o_aftersales_board:not(:has(.o_aftersales_beside))" },
        {
            content: "by keyboard: A lifts the visit, the row of who may not go says no",
            trigger: ".o_aftersales_visit.o_aftersales_selected",
            run: "press a",
        },
        { trigger: ".o_aftersales_ghost", run: "press ArrowDown" },
        {
            trigger: ".o_aftersales_ghost.o_aftersales_no .o_aftersales_why_not",
            run: "press Escape",
        },
        { trigger: ".o_aftersales_board:not(:has(.o_aftersales_ghost))" },
    ],
});
