import { registry } from "@web/core/registry";

import { easyToUse } from "./accessibility";

const FIELD = ".o_aftersales_counter #o_aftersales_scan";

/** What a USB scanner does: characters faster than a person, then Enter. */
function scan(code) {
    return {
        content: `scan ${code}`,
        trigger: FIELD,
        run() {
            const input = document.querySelector(FIELD);
            input.focus();
            input.value = code;
            input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
        },
    };
}

const said = (kind, words) => ({
    content: `the screen says ${words}`,
    trigger: `.o_said_${kind}:contains('${words}')`,
});

registry.category("web_tour.tours").add("aftersales_issue_counter", {
    url: "/odoo/action-aftersales_service.issue_counter_action",
    steps: () => [
        { trigger: ".o_aftersales_counter .o_waiting.o_urgent" },
        scan("T-001"),
        said("open", "李强"),
        { trigger: ".o_aftersales_counter .o_head" },
        scan("XXXX"),
        said("bad", "XXXX"),
        scan("PD-9"),
        said("bad", "皮带"),
        scan("010690123456789221B-2"), // GS1: article and serial number in one code
        said("right", "B-2"),
        easyToUse(".o_aftersales_counter"),
        { trigger: ".o_lots:contains('B-2')" },
        scan("B-2"),
        said("bad", "B-2"),
        scan("P6205"),
        scan("P6205"),
        { trigger: ".o_lines li:contains('轴承6205') .o_count:contains('2 / 2')" },
        scan("P6205"),
        said("bad", "轴承6205"),
        { trigger: ".o_bin input", run: "edit A-03 && press Tab" },
        said("open", "A-03"),
        scan("T-001"),
        said("done", "李强"),
        { trigger: ".o_print:visible" },
    ],
});
