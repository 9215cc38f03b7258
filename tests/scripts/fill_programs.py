"""Programs that ask a filled database, run in an odoo shell; each prints RESULT and JSON."""

HEAD = """
import json
APART = {}
env.cr.execute(
    "SELECT substr(sequence, 1, length(sequence) - 7), max(upto) - min(upto), min(upto)"
    " FROM fill_cut JOIN fill_statement ON sequence = name || '_id_seq' GROUP BY 1")
for table, apart, base in env.cr.fetchall():
    if apart:
        APART[table] = (apart, base)
MODELS = [m for m in env.registry.models if not env[m]._abstract and env[m]._table in APART
          and not env[m]._transient and env[m]._auto]

def get_copies(model, limit=1000):
    # records that SQL made, from all over the years
    apart, base = APART[env[model]._table]
    ids = env[model].with_context(active_test=False).sudo()._search(
        [("id", ">", base + apart)], order="id").get_result_ids()
    step = max(len(ids) // limit, 1)
    return env[model].sudo().browse(ids[::step])

def get_original(record):
    apart, base = APART[record._table]
    return record.browse(base + 1 + (record.id - base - 1) % apart)
"""

# Stored fields that are computed or related, computed anew: what differs for a copy must
# differ in the same way for the record that Odoo made.
RECOMPUTED = (
    HEAD
    + """
def differ(model, records):
    found = {}
    for field in records._fields.values():
        if not (field.store and field.compute and field.column_type):
            continue
        records.invalidate_recordset()
        stored = {r.id: r[field.name] for r in records}
        env.add_to_compute(field, records)
        for r in records:
            if field.type in ("float", "monetary"):
                same = abs(r[field.name] - stored[r.id]) < 1e-6
            else:
                same = r[field.name] == stored[r.id]
            if not same:
                found[r.id, field.name] = (str(stored[r.id]), str(r[field.name]))
        env.cr.rollback()
        env.invalidate_all()
    return found

wrong, compared = [], {}
for model in MODELS:
    copies = get_copies(model)
    originals = copies.browse(sorted({get_original(c).id for c in copies}))
    excused = set(differ(model, originals))
    compared[model] = len(copies)
    for (record, field), values in differ(model, copies).items():
        if (get_original(copies.browse(record)).id, field) not in excused:
            wrong.append([model, record, field, *values])
print("RESULT " + json.dumps({"wrong": wrong[:20], "number": len(wrong), "compared": compared}))
"""
)

REQUIRED = (
    HEAD
    + """
missing, refused = [], []
for model in MODELS:
    copies = get_copies(model)
    for field in copies._fields.values():
        if field.store and field.required and field.type not in ("boolean", "integer", "float", "monetary"):
            missing += [[model, r.id, field.name] for r in copies if not r[field.name]]
    try:
        copies._validate_fields(list(copies._fields))
        copies._check_company()
    except Exception as error:
        refused.append([model, str(error)])
print("RESULT " + json.dumps({"missing": missing[:20], "refused": refused}))
"""
)

CHAINS = """
import json
faults, chains = [], {}
for name in ("aftersales.decision", "aftersales.visit", "aftersales.coverage"):
    chains[name] = 0
    for chain in env[name]._find_chains():
        chains[name] += 1
        faults += [[name, chain.ids, fault] for fault in chain._get_chain_faults()]
print("RESULT " + json.dumps({"faults": faults[:20], "number": len(faults), "chains": chains}))
"""

# Whoever works on in a filled database: every year has free numbers, every table free ids.
GOES_ON = """
import json
from freezegun import freeze_time
device = env["aftersales.device"].search([], limit=1)
last = env["aftersales.order"].search([], order="called_at desc", limit=1).called_at.year
technician = env["aftersales.technician"].search([("examined", "=", True)], limit=1)
made = []
for year in range(-3, 2):
    with freeze_time(f"{last + year}-06-15 02:00:00"):
        order = env["aftersales.order"].create({"device_id": device.id, "fault": "x"})
        visit = env["aftersales.visit"].create({
            "order_id": order.id, "technician_id": technician.id, "override_reason": "x"})
        sale = env["sale.order"].create({"partner_id": order.partner_id.id, "order_line": [
            (0, 0, {"product_id": device.product_id.id})]})
        sale.action_confirm()
        env.flush_all()
        made.append([order.name, visit.name, sale.name, *sale.picking_ids.mapped("name")])
print("RESULT " + json.dumps(made))
"""
