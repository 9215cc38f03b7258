KINDS = [("entries", "Entries of a Month"), ("fapiao", "Fapiaos to Issue")]
FORMATS = [
    ("workbook", "Workbook (.xlsx)"),
    ("text", "Text with Commas (.txt)"),
]
SHEETS = [("1", "First Sheet"), ("2", "Second Sheet")]
# What a column of a month's entries may hold.
ENTRY_SOURCES = [
    ("date", "Date of the Entry"),
    ("year", "Year"),
    ("period", "Month"),
    ("word", "Voucher Word"),
    ("number", "Voucher Number"),
    ("place", "Place of the Line"),
    ("place_from_zero", "Place of the Line from 0"),
    ("memo", "Memo"),
    ("account_code", "Account Code"),
    ("account_name", "Account Name"),
    ("debit", "Debit"),
    ("credit", "Credit"),
    ("amount_currency", "Amount in Its Currency, without Sign"),
    ("currency", "Currency Code"),
    ("currency_name", "Currency Name"),
    ("rate", "Exchange Rate"),
    ("amount_foreign", "Amount in a Foreign Currency, Else 0"),
    ("rate_foreign", "Rate of a Foreign Currency, Else 0"),
    ("quantity", "Quantity"),
    ("maker", "Made By"),
    ("reference", "Number of Our Document"),
    ("customer", "Customer Number"),
    ("supplier", "Supplier Number"),
    ("department", "Department"),
    ("auxiliary", "Auxiliary Items"),
]
# What a column of a batch for the tax office may hold: of the invoice, then of its line.
HEAD_SOURCES = [
    ("serial", "Serial of the Invoice"),
    ("what", "Kind of Fapiao"),
    ("natural", "Whether a Natural Person"),
    ("buyer", "Buyer"),
    ("buyer_tax", "Tax Number of the Buyer"),
    ("buyer_address", "Address of the Buyer"),
    ("buyer_phone", "Telephone of the Buyer"),
    ("buyer_bank", "Bank of the Buyer"),
    ("buyer_account", "Account of the Buyer"),
    ("buyer_email", "E-Mail of the Buyer"),
    ("remark", "Remark with the Invoice Number"),
]
ITEM_SOURCES = [
    ("item", "Item"),
    ("tax_code", "Tax Classification"),
    ("spec", "Specification"),
    ("unit", "Unit"),
    ("amount_of", "Quantity of the Item"),
    ("price", "Price without Tax"),
    ("net", "Amount without Tax"),
    ("tax_rate", "Tax Rate"),
]
SOURCES = [
    ("fixed", "Fixed Text"),
    *ENTRY_SOURCES,
    *HEAD_SOURCES,
    *ITEM_SOURCES,
]
# Which sources suit which kind of file, and which of its sheets.
FITTING = {
    ("entries", "1"): {key for key, _label in ENTRY_SOURCES},
    ("entries", "2"): set(),
    ("fapiao", "1"): {key for key, _label in HEAD_SOURCES},
    ("fapiao", "2"): {key for key, _label in ITEM_SOURCES} | {"serial"},
}
