import { registry } from "@web/core/registry";

// The one story that must always work, one tour per person. Selectors name fields and
// buttons, never labels, so the tours hold in every language.

const app = (menu) => [
    { trigger: ".o_navbar_apps_menu button:enabled", run: "click" },
    {
        trigger: ".o_app[data-menu-xmlid='aftersales_service.menu_root']",
        run: "click",
    },
    ...menu.map((xmlid) => ({
        trigger: `[data-menu-xmlid='aftersales_service.${xmlid}']`,
        run: "click",
    })),
];

const press = (name) => ({
    content: `press ${name}`,
    trigger: `.o_form_view button[name='${name}']:enabled:visible`,
    run: "click",
});

const state = (value) => ({
    content: `wait for ${value}`,
    trigger: `.o_field_widget[name='state'] .o_arrow_button_current[data-value='${value}']`,
});

const openFirst = (text = "") => ({
    content: "open the record",
    trigger: `.o_data_row:contains('${text}') td[name='name']`,
    run: "click",
});

const openCard = () => ({
    content: "open the card",
    trigger: ".o_kanban_record:not(.o_kanban_ghost)",
    run: "click",
});

const fill = (field, text) => ({
    content: `fill ${field}`,
    trigger: `.o_form_view .o_field_widget[name='${field}'] :is(input, textarea)`,
    run: `edit ${text}`,
});

const choose = (field, text, where = ".o_form_view") => [
    {
        trigger: `${where} .o_field_widget[name='${field}'] input`,
        run: `edit ${text}`,
    },
    {
        trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains('${text}')`,
        run: "click",
    },
];

const answer = (field, value) => ({
    trigger: `.o_form_view .o_field_widget[name='${field}'] input[data-value='${value}']`,
    run: "click",
});

const tick = (field) => ({
    trigger: `.o_form_view .o_field_widget[name='${field}'] input[type='checkbox']`,
    run: "click",
});

const tour = (name, url, steps) => registry.category("web_tour.tours").add(name, { url, steps });

tour("aftersales_dispatcher", "/odoo", () => [
    ...app(["menu_desk", "menu_orders"]),
    { trigger: ".o_list_button_add", run: "click" },
    {
        content: "scan the serial number in full width, as the register prints it",
        trigger: ".o_form_view .o_field_widget[name='scan'] input",
        run: "edit ＹＪ２１０５０００００ && press Enter",
    },
    {
        content: "customer and device appear",
        trigger: ".o_field_widget[name='device_id'] input:value(YJ210500000)",
    },
    { trigger: ".o_field_widget[name='device_coverage_state'] .text-bg-danger" },
    fill("fault", "过载跳闸"),
    press("action_dispatch"),
    ...choose("technician_id", "李强", ".modal"),
    { trigger: ".modal footer .btn-primary", run: "click" },
    state("dispatched"),
]);

tour("aftersales_request", "/odoo", () => [
    ...app(["menu_field", "menu_visits_mine"]),
    openCard(),
    press("action_contact"),
    state("confirmed"),
    press("action_request_parts"),
    {
        trigger: ".o_field_widget[name='line_ids'] .o_field_x2many_list_row_add a",
        run: "click",
    },
    ...choose("product_id", "轴承6205", ".o_field_widget[name='line_ids']"),
    {
        trigger: ".o_field_widget[name='line_ids'] .o_data_row div[name='quantity'] input",
        run: "edit 2",
    },
    press("action_submit"),
    state("approved"),
]);

tour("aftersales_quote", "/odoo", () => [
    ...app(["menu_desk", "menu_orders"]),
    openFirst("FW"),
    press("action_create_quotation"),
    { trigger: ".o_field_widget[name='order_line'] .o_data_row:contains('轴承6205')" },
    press("action_quotation_send"),
    { trigger: ".modal .o_mail_send, .modal button[name='action_send_mail']", run: "click" },
    { trigger: ".o_arrow_button_current[data-value='sent']" },
]);

tour("aftersales_customer_signs", "/my/service", () => [
    { trigger: "a:contains('FW')", run: "click", expectUnloadPage: true },
    { trigger: ".list-group-item a:contains('S0')", run: "click", expectUnloadPage: true },
    { trigger: ".o_portal_sale_sidebar a[data-bs-target='#modalaccept']", run: "click" },
    { trigger: ".modal .o_web_sign_name_and_signature input", run: "fill Liu" },
    { trigger: ".modal canvas.o_web_sign_signature", run: "canvasNotEmpty" },
    { trigger: ".modal .o_portal_sign_submit:enabled", run: "click", expectUnloadPage: true },
    { trigger: "#quote_content .alert-success" },
]);

tour("aftersales_issue", "/odoo", () => [
    ...app(["menu_parts", "menu_issue"]),
    openFirst("LL"),
    press("action_issue"),
    state("issued"),
]);

tour("aftersales_work", "/odoo", () => [
    ...app(["menu_field", "menu_visits_mine"]),
    openCard(),
    press("action_leave"),
    state("under_way"),
    press("action_arrive"),
    state("arrived"),
    press("action_start"),
    state("in_work"),
    answer("is_ours", "yes"),
    answer("found_cause", "misuse"),
    fill("cause", "轴承缺油磨损"),
    fill("action_taken", "更换轴承"),
    tick("tested"),
    tick("instructed"),
    {
        trigger: ".o_field_widget[name='part_line_ids'] .o_data_row td[name='quantity_to_use']",
        run: "click",
    },
    {
        trigger: ".o_field_widget[name='part_line_ids'] div[name='quantity_to_use'] input",
        run: "edit 1",
    },
    press("action_finish"),
    state("tested"),
    { trigger: ".o_field_widget[name='satisfaction'] input[data-value='4']", run: "click" },
    fill("signed_by", "Zhang"),
    { trigger: ".o_field_widget[name='signature'] .o_signature", run: "click" },
    { trigger: ".modal canvas.o_web_sign_signature", run: "canvasNotEmpty" },
    { trigger: ".modal footer .btn-primary:enabled", run: "click" },
    { trigger: ".o_field_widget[name='signature'] img.o_signature" },
    press("action_sign"),
    state("accepted"),
    press("action_close"),
    state("closed"),
    { trigger: ".o_field_widget[name='requisition_ids'] .o_data_row td", run: "click" },
    press("action_return_unused"),
    { trigger: ".o_form_view" },
]);

tour("aftersales_take_back", "/odoo", () => [
    ...app(["menu_parts", "menu_requisitions"]),
    openFirst("LL"),
    press("action_receive_return"),
    state("returned"),
    press("action_reconcile"),
    state("reconciled"),
]);

tour("aftersales_close", "/odoo", () => [
    ...app(["menu_desk", "menu_orders"]),
    openFirst("FW"),
    press("action_close"),
    state("closed"),
    press("action_file"),
    state("filed"),
]);

tour("aftersales_invoice", "/odoo", () => [
    // An accountant lands on the fees; opening them a second time would lose the choice.
    ...app([]),
    {
        content: "choose a line; the whole quotation is invoiced at once",
        trigger: ".o_data_row:contains('轴承6205') .o_list_record_selector input",
        run: "click",
    },
    { trigger: "button[name='action_create_invoices']:visible", run: "click" },
    press("action_post"),
    { trigger: ".o_arrow_button_current[data-value='posted']" },
    press("action_register_payment"),
    { trigger: ".modal button[name='action_create_payments']:enabled", run: "click" },
    {
        content: "the window is gone, which is a form without that button, too",
        trigger:
            "body:not(:has(.modal)) .o_form_view:not(:has(button[name='action_register_payment']:visible))",
    },
]);
