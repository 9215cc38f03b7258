import { registry } from "@web/core/registry";

// A quality inspector with a phone: finds what waits for him, sees the goods as cards,
// writes what his department found, and signs. Selectors name fields and buttons only.

registry.category("web_tour.tours").add("aftersales_returns_inspector", {
    steps: () => [
        {
            content: "the inspection is a card",
            trigger: ".o_kanban_record:contains('SN1')",
            run: "click",
        },
        {
            content: "parties are cards, and only the own one can be signed",
            trigger:
                ".o_field_widget[name='party_ids'] .o_kanban_record button[name='action_ask_signature']",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name='finding'] textarea", run: "edit 绕组短路" },
        { trigger: ".modal .o_field_widget[name='agrees'] input[data-value='yes']", run: "click" },
        {
            trigger: ".modal button[name='action_sign']:enabled",
            run: "click",
        },
        {
            content: "signed",
            trigger: ".o_field_widget[name='party_ids'] .o_kanban_record:contains('绕组短路')",
        },
        {
            content: "nothing scrolls sideways",
            trigger: ".o_form_view",
            run() {
                const sheet = document.querySelector(".o_content");
                if (sheet.scrollWidth > window.innerWidth + 1) {
                    throw new Error(`${sheet.scrollWidth} px on ${window.innerWidth}`);
                }
            },
        },
        {
            trigger:
                ".o_field_widget[name='return_id'] a, .o_field_widget[name='return_id'] .o_form_uri",
            run: "click",
        },
        {
            content: "goods are cards on a phone",
            trigger: ".o_field_widget[name='line_ids'] .o_kanban_record:contains('SN1')",
        },
    ],
});
