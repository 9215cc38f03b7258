import { registry } from "@web/core/registry";

import { easyToUse } from "./accessibility";

const PAGE = ".o_aftersales_phone";
const CARD = `${PAGE} .o_phone_parcel`;
const count = (line, name) => `${CARD} [data-line*='${line}'] input[name='${name}']`;

/** The technician scans what is in the box; one piece is missing. */
registry.category("web_tour.tours").add("aftersales_parcel_phone", {
    steps: () => [
        { content: "open the card", trigger: `${CARD}_head`, run: "click" },
        { trigger: count("轴承", "arrived"), run: "edit 2 && press Tab" },
        { trigger: count("轴承", "missing"), run: "edit 1 && press Tab" },
        {
            content: "what is missing did not arrive",
            trigger: count("轴承", "arrived"),
            run({ anchor }) {
                if (anchor.value !== "2") {
                    throw new Error(`arrived: ${anchor.value}`);
                }
            },
        },
        { trigger: `${CARD} [name='parcel_scan']`, run: "edit BM01 && press Enter" },
        { trigger: `${CARD} .o_said_right:contains('✓')` },
        { trigger: `${CARD} [name='parcel_scan']`, run: "edit NEIN && press Enter" },
        { trigger: `${CARD} .o_said_bad:contains('NEIN')` },
        easyToUse(`${CARD}_body fieldset`),
        { trigger: `${CARD}_confirm`, run: "click" },
        { content: "closed again", trigger: `${CARD}:not(:has(.o_phone_parcel_body))` },
        { content: "sent", trigger: `${PAGE} .o_phone_net:has(.fa-check-circle)` },
        { content: "opened once more", trigger: `${CARD}_head`, run: "click" },
        { trigger: `${CARD} [data-line*='轴承'] small:contains('2')` },
    ],
});

/** The keeper packs from the counter, sends, and sees it on the road. */
registry.category("web_tour.tours").add("aftersales_parcel_counter", {
    steps: () => [
        {
            content: "open the requisition",
            trigger: ".o_aftersales_counter .o_waiting",
            run: "click",
        },
        { trigger: ".o_aftersales_counter .o_courier", run: "click" },
        {
            trigger: ".o_form_view .o_field_widget[name='courier_id'] input",
            run: "edit 顺达快递",
        },
        { trigger: ".o-autocomplete--dropdown-item:contains('顺达快递')", run: "click" },
        { trigger: ".o_field_widget[name='tracking_ref'] input", run: "edit SD77" },
        { trigger: "button[name='action_send']", run: "click" },
        { content: "on the road", trigger: ".o_field_widget[name='scan'] input" },
    ],
});
