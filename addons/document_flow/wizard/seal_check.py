import base64
import csv
import io

from odoo import api, fields, models

from ..exceptions import ProtectedRefused

HEADER = ("model", "id", "document", "entries", "head", "result")


class SealCheck(models.TransientModel):
    """Recompute every fingerprint and chain that the user may read, and export the heads.

    An export that was kept elsewhere proves later that no end was cut off and nothing
    vanished: a chain without its known head was tampered with, even if it agrees in itself.
    """

    _name = "document.seal.check"
    _description = "Check Signatures and Chains"

    earlier = fields.Binary(
        "Earlier Export",
        help="The file of an earlier check. What stood there must still stand.",
    )
    earlier_name = fields.Char("Name of the Earlier Export")
    checked_at = fields.Datetime(readonly=True)
    chain_count = fields.Integer("Checked", readonly=True)
    fault_count = fields.Integer("Faults", readonly=True)
    faults = fields.Text("What Is Wrong", readonly=True)
    file = fields.Binary("Export of the Heads", readonly=True)
    file_name = fields.Char(readonly=True)

    def action_check(self):
        """Check everything, tell the faults, and offer the heads as a file."""
        self.ensure_one()
        known = self._read_earlier()
        rows, faults = [], []
        for chain in self._find_chains():
            heads = chain._get_chain_heads()
            wrong = chain._get_chain_faults()
            before = known.pop((chain._name, chain[0].id), None)
            if before and before not in heads:
                wrong.append(self.env._("The end that was exported earlier is gone."))
            name = chain._get_chain_name()
            rows.append(self._prepare_row(chain, name, heads, wrong))
            faults += [f"{name}: {sentence}" for sentence in wrong]
        gone = self.env._("Stood in the earlier export and is gone.")
        faults += [f"{model} {res_id}: {gone}" for model, res_id in known]
        self.write(self._prepare_result(rows, faults))
        return self._reopen()

    def _find_chains(self):
        for name in sorted(self.env.registry):
            model = self.env[name]
            sealed = not model._abstract and hasattr(model, "_get_chain_faults")
            if sealed and model.has_access("read"):
                yield from model._find_chains()

    @api.model
    def _prepare_row(self, chain, name, heads, wrong):
        # A name that begins like a formula would be one in a spreadsheet.
        name = f"'{name}" if name[:1] in ("=", "+", "-", "@") else name
        head = heads[-1] if heads else ""
        return (
            chain._name,
            chain[0].id,
            name,
            len(chain),
            head,
            "; ".join(wrong) or "ok",
        )

    def _prepare_result(self, rows, faults):
        stream = io.StringIO()
        csv.writer(stream).writerows([HEADER, *rows])
        now = fields.Datetime.now()
        return {
            "checked_at": now,
            "chain_count": len(rows),
            "fault_count": len(faults),
            "faults": "\n".join(faults) or False,
            "file": base64.b64encode(stream.getvalue().encode("utf-8-sig")),
            "file_name": f"heads-{now:%Y%m%d-%H%M%S}.csv",
        }

    def _read_earlier(self):
        """{(model, id): head} of an earlier export.

        :raises ProtectedRefused: when it is none
        """
        if not self.earlier:
            return {}
        text = base64.b64decode(self.earlier).decode("utf-8-sig", "replace")
        rows = list(csv.reader(io.StringIO(text)))
        if not rows or tuple(rows[0]) != HEADER:
            raise ProtectedRefused(
                self.env._(
                    "This is no export of an earlier check. Choose the CSV file that this window gave you."
                )
            )
        return {(row[0], int(row[1])): row[4] for row in rows[1:] if row[1].isdigit()}

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self._description,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
