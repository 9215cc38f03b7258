import { registry } from "@web/core/registry";

// Selectors name panels and states, never labels, so the tour holds in every language.
registry.category("web_tour.tours").add("aftersales_treasury", {
    url: "/odoo/finance-dashboard",
    steps: () => [
        {
            content: "the heads of the figures, and a chart that was drawn",
            trigger:
                ".o_aftersales_treasury:has(.o_total_held):has(.o_panel_held canvas[height]) .o_total_owed",
        },
        {
            content: "money with a technician opens its receipts",
            trigger: ".o_panel_held tr:contains('李强') .o_cell:contains('100')",
            run: "click",
        },
        {
            content: "the list makes the sum of the figure",
            trigger: ".o_list_view:has(.o_data_row:only-child) tfoot:contains('100')",
        },
        { trigger: ".o_data_row .o_data_cell[name='name']", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name='amount']" },
        { trigger: ".o_back_button, .breadcrumb-item:first a", run: "click" },
    ],
});
