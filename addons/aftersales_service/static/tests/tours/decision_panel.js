import { registry } from "@web/core/registry";

// Who pays, on one screen. Selectors name kinds, payers and causes by their codes, so
// the tour holds in every language.

const paidBy = (payer, kinds = ["part", "labour", "travel"]) =>
    kinds.map((kind) => ({
        content: `${kind} is paid by ${payer}`,
        trigger: `.o_aftersales_row[data-kind='${kind}'] .o_aftersales_payer[data-payer='${payer}']`,
    }));

registry.category("web_tour.tours").add("aftersales_decision_panel", {
    steps: () => [
        {
            content: "the warranty runs, and says so beside its bar",
            trigger:
                ".o_aftersales_bar_row[data-state='running'] .o_aftersales_bar_state i.fa-check-circle",
        },
        { trigger: ".o_aftersales_bar_row .o_aftersales_today" },
        ...paidBy("company"),
        {
            content: "not known yet, so every row is provisional",
            trigger: ".o_aftersales_row[data-kind='part'] .o_aftersales_provisional",
        },
        { trigger: ".o_aftersales_cause[data-cause='unknown'][aria-pressed='true']" },
        {
            content: "type something that is not saved yet",
            trigger: ".o_field_widget[name='contact_name'] input",
            run: "edit 张师傅",
        },
        { trigger: ".o_aftersales_cause[data-cause='misuse']", run: "click" },
        ...paidBy("customer"),
        { trigger: ".o_aftersales_cause[data-cause='misuse'][aria-pressed='true']" },
        { trigger: ".o_aftersales_panel_version:contains('2')" },
        {
            content: "what was typed is still there",
            trigger: ".o_field_widget[name='contact_name'] input:value('张师傅')",
        },
        { trigger: ".o_aftersales_more[aria-expanded='false']", run: "click" },
        { trigger: ".o_aftersales_more[aria-expanded='true']" },
        { trigger: ".o_aftersales_losers li" },
        {
            content: "the keyboard reaches the switch too",
            trigger: ".o_aftersales_cause[data-cause='material']",
            async run({ anchor, press }) {
                anchor.focus();
                await press("Enter");
            },
        },
        ...paidBy("company"),
        { trigger: ".o_aftersales_panel_version:contains('3')" },
    ],
});

registry.category("web_tour.tours").add("aftersales_decision_panel_device", {
    steps: () => [
        {
            content: "the device shows what would be decided today, without a switch",
            trigger: ".o_aftersales_panel:not(:has(.o_aftersales_cause))",
        },
        ...paidBy("customer"),
        { trigger: ".o_aftersales_nothing" },
    ],
});
