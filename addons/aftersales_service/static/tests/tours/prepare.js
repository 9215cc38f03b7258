import { registry } from "@web/core/registry";

// Parts before dispatch, as the dispatcher does it: the desk proposes what the fault needs,
// one press asks the store, and without the parts a word why is written.

registry.category("web_tour.tours").add("aftersales_prepare_desk", {
    url: "/odoo/service-desk",
    steps: () => [
        {
            trigger: ".o_aftersales_desk_waiting .o_aftersales_desk_line:contains('电机异响')",
            run: "click",
        },
        {
            content: "the bearing is there, the seal is not",
            trigger: ".o_aftersales_prepare li:contains('轴承') .text-bg-success",
        },
        { trigger: ".o_aftersales_prepare li:contains('油封') .text-bg-danger" },
        { trigger: ".o_aftersales_prepare li:contains('¥')" },
        { trigger: ".o_aftersales_prepare_take", run: "click" },
        {
            content: "asked for, and one of them is missing",
            trigger: ".o_aftersales_desk_done [data-parts='missing']",
        },
        { trigger: ".o_aftersales_prepare:not(:contains('轴承'))" },
        { trigger: ".o_aftersales_choose:contains('李强')", run: "click" },
        {
            content: "nobody leaves without a word why",
            trigger: "#desk_override",
            run: "edit 客户自备油封",
        },
        { trigger: ".o_aftersales_desk_override button[type='submit']", run: "click" },
        { trigger: ".o_aftersales_desk_finish" },
    ],
});

registry.category("web_tour.tours").add("aftersales_prepare_form", {
    steps: () => [
        { trigger: ".o_form_view .o_aftersales_prepare_take", run: "click" },
        { trigger: ".o_field_widget[name='parts_text'] .text-bg-danger" },
    ],
});

registry.category("web_tour.tours").add("aftersales_prepare_board", {
    steps: () => [
        {
            content: "the call says that its parts are missing",
            trigger: ".o_aftersales_call:contains('齐鲁') [data-parts='missing']",
        },
    ],
});
