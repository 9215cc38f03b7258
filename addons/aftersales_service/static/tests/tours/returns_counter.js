import { registry } from "@web/core/registry";

// The counter clerk takes a machine in, with a colleague who counts along, and gives it
// back against its receipt. Selectors name fields and buttons, never labels.

const field = (name, where = ".o_form_view") =>
    `${where} .o_field_widget[name='${name}'] :is(input, textarea)`;

const press = (name, where = ".o_form_view") => ({
    content: `press ${name}`,
    trigger: `${where} button[name='${name}']:enabled:visible`,
    run: "click",
});

const choose = (name, text, where) => [
    { trigger: field(name, where), run: `edit ${text}` },
    {
        trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains('${text}')`,
        run: "click",
    },
];

const state = (value) => ({
    content: `wait for ${value}`,
    trigger: `.o_field_widget[name='state'] .o_arrow_button_current[data-value='${value}']`,
});

const tour = (name, steps) => registry.category("web_tour.tours").add(name, { steps: () => steps });

tour("aftersales_returns_take_in", [
    { trigger: ".o_list_button_add", run: "click" },
    ...choose("partner_id", "齐鲁泵业"),
    { trigger: field("reason"), run: "edit 异响" },
    {
        trigger: ".o_field_widget[name='line_ids'] .o_field_x2many_list_row_add a",
        run: "click",
    },
    ...choose("product_id", "三相异步电动机", ".o_selected_row"),
    { trigger: field("serial", ".o_selected_row"), run: "edit SN1" },
    { trigger: field("fault", ".o_selected_row"), run: "edit 异响" },
    { trigger: ".o_form_button_save:enabled", run: "click" },
    { content: "saved", trigger: ".o_form_saved, .o_form_readonly, .o_form_view" },
    ...choose("counted_with_id", "as_warehouse"),
    press("action_receive"),
    state("received"),
    press("action_open_custodies"),
    state("in_store"),
]);

tour("aftersales_returns_give_back", [
    {
        trigger: ".o_data_row:contains('SN1') td[name='name']",
        run: "click",
    },
    state("inspected"),
    {
        content: "give back",
        trigger: ".o_statusbar_buttons button.btn-primary:enabled:visible",
        run: "click",
    },
    {
        content: "the receipt is here",
        trigger: ".modal .o_field_widget[name='receipt_taken_back'] input",
        run: "click",
    },
    { trigger: field("received_by", ".modal"), run: "edit 王师傅" },
    { trigger: ".modal .o_field_widget[name='signature'] .o_signature", run: "click" },
    { trigger: ".modal canvas.o_web_sign_signature", run: "canvasNotEmpty" },
    { trigger: ".modal:has(canvas) footer .btn-primary:enabled", run: "click" },
    { trigger: ".modal .o_field_widget[name='signature'] img.o_signature" },
    press("action_give_back", ".modal"),
    state("given_back"),
]);
