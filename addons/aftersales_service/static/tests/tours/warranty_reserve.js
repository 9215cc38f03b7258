import { registry } from "@web/core/registry";

// Selectors name rows and states, never labels, so the tour holds in every language.
const panel = ".o_aftersales_reserve";

registry.category("web_tour.tours").add("aftersales_warranty_reserve", {
    steps: () => [
        {
            content: "what a unit costs, each month of sale a column with its range",
            trigger: `${panel} .o_aftersales_reserve_bar[data-month='2025-01'] .o_aftersales_reserve_part[data-kind='paid']`,
        },
        {
            content: "whether the month before had reserved enough",
            trigger: `${panel} .o_aftersales_reserve_run_off tr[data-month='2025-04'] .o_aftersales_reserve_verdict`,
        },
        {
            content: "the triangle, warm where it is dear",
            trigger: `${panel} .o_aftersales_reserve_triangle tr[data-month='2025-02'] .o_aftersales_reserve_cell[style*='--heat']`,
        },
        {
            content: "one product instead of all",
            trigger: `${panel} select`,
            run({ anchor }) {
                anchor.value = anchor.querySelectorAll("option")[1].value;
                anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            trigger: `${panel} tfoot td:first-of-type:contains('8')`,
        },
        { content: "the director agrees", trigger: "button[name='action_approve']", run: "click" },
        { trigger: ".o_form_view:not(:has(button[name='action_approve']))" },
    ],
});
