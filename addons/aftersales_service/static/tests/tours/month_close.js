import { registry } from "@web/core/registry";

// Selectors name states and names of the data, never labels: the tour holds in every language.
const LINE = ".o_aftersales_matching .o_matching_line";
const KEPT = ".o_field_widget[name='exception_ids'] .o_data_row";
const go = (path) => ({
    trigger: ".o_web_client .o_main_navbar",
    run: () => {
        window.location.href = path;
    },
    expectUnloadPage: true,
});
const inState = (state) =>
    `.o_statusbar_status button.o_arrow_button_current[data-value='${state}']`;

registry.category("web_tour.tours").add("aftersales_month_close", {
    steps: () => [
        { content: "the file of the bank", trigger: "button[name='action_check']", run: "click" },
        {
            content: "what it brings is shown before it is read in",
            trigger: ".o_field_widget[name='row_ids'] .o_data_row:contains('某某贸易有限公司')",
        },
        { trigger: "button[name='action_read']", run: "click" },
        { trigger: inState("done") },
        go("/odoo/matching"),
        { trigger: ".o_aftersales_matching .o_matching_propose:enabled", run: "click" },
        { trigger: ".o_aftersales_matching .o_reason.o_sure" },
        { trigger: ".o_matching_sure:enabled", run: () => {} },
        {
            content: "A confirms all that is sure",
            trigger: `${LINE}.active`,
            run: "press a",
        },
        {
            content: "the transfer that nobody knows stays",
            trigger: `.o_aftersales_matching:not(:has(.o_matching_line:contains('齐鲁泵业有限公司'))) .o_matching_line:contains('某某贸易有限公司')`,
        },
        go("/odoo/reconciliation-board"),
        {
            content: "nothing is red without a reason",
            trigger: ".o_aftersales_reconcile .o_reconcile_none",
        },
        go("/odoo/months/new"),
        {
            content: "the month that is over is proposed",
            trigger: ".o_field_widget[name='month']",
        },
        { trigger: "button[name='action_begin']", run: "click" },
        { trigger: inState("closing") },
        { trigger: `${KEPT}:contains('某某贸易有限公司') td[name='reason']`, run: "click" },
        {
            trigger: `${KEPT} td[name='reason'] input`,
            run: "edit 对方未说明用途，先挂账",
        },
        { trigger: "button[name='action_close']", run: "click" },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { trigger: inState("closed") },
        {
            content: "closed, with the workbook filed",
            trigger: ".o_field_widget[name='workbook'] a, .o_field_widget[name='workbook'] input",
        },
    ],
});
