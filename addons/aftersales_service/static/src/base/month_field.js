import { registry } from "@web/core/registry";
import { dateField, DateTimeField } from "@web/views/fields/datetime/datetime_field";

/** A month 月份, kept as one of its days: chosen among months, shown as 2026-10. */
export class MonthField extends DateTimeField {
    getFormattedValue(valueIndex) {
        return this.values[valueIndex]?.toFormat("yyyy-MM") || "";
    }
}

registry.category("fields").add("aftersales_month", {
    ...dateField,
    component: MonthField,
    extractProps: (...args) => ({
        ...dateField.extractProps(...args),
        minPrecision: "months",
        maxPrecision: "years",
    }),
});
