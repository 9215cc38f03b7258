from itertools import islice

from odoo import models
from odoo.exceptions import LockError

from ...exceptions import ImportBusy

CHUNK = 2000  # rows that are read, created and committed together


class ImportRegister(models.Model):
    """How a register is worked through: in chunks, so that size costs neither memory
    nor, when the machine fails, what was done before.

    A register of one chunk is one transaction. A bigger one commits after each chunk
    with the row that it reached; started again it reads the rows before only to know
    which serials they held, and goes on behind them.
    """

    _inherit = "aftersales.import"

    def action_check(self):
        """Read the file, show its rows and every fault; create nothing."""
        self.ensure_one()
        if self.state == "running":
            return True
        self._begin("checked")
        headings, columns, rows = self._read()
        for chunk in self._parse_chunks(rows):
            self._note(chunk)
        self.error_data = self._make_error_workbook(headings, columns)
        return True

    def action_import(self):
        """Create what the good rows say; a second time creates nothing, and an import
        that was interrupted goes on where it stopped."""
        self.ensure_one()
        self._lock()
        if self.state != "running":
            self._begin("running")
        headings, columns, rows = self._read()
        for chunk in self._parse_chunks(rows):
            if chunk["last"] <= self.done_row:
                continue
            if self.done_row:
                self._commit_chunk()
            self._import_chunk(chunk)
        self.error_data = self._make_error_workbook(headings, columns)
        self.state = "done"
        return True

    def _begin(self, state):
        self.line_ids.unlink()
        counts = ("good_count", "error_count", "created_count", "present_count")
        self.write(dict.fromkeys((*counts, "done_row"), 0) | {"state": state})

    def _lock(self):
        """One person at a time; the lock ends with each chunk and is taken again."""
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise ImportBusy(
                self.env._("“%s” is being imported right now.", self.filename or "")
            ) from error

    def _commit_chunk(self):
        """What was done stays done, whatever happens to the process afterwards."""
        # Resumable after a kill: a file of any size is done chunk by chunk.
        self.env.cr.commit()  # pylint: disable=invalid-commit
        # A cache of everything that was imported would grow with the file.
        self.env.invalidate_all()
        self._lock()

    def _parse_chunks(self, rows):
        """Yield {rows: [(number, values, vals, faults)], first, last}."""
        parse, shared = getattr(self, f"_parse_{self.kind}"), None
        number = 0
        while part := list(islice(rows, CHUNK)):
            prepare = getattr(self, f"_prepare_{self.kind}")
            shared = prepare([values for _number, values in part], shared)
            parsed = [(n, values, *parse(values, shared)) for n, values in part]
            yield {"rows": parsed, "first": not number, "last": part[-1][0]}
            number += len(part)

    def _import_chunk(self, chunk):
        good = [row for row in chunk["rows"] if not row[3]]
        created = getattr(self, f"_create_{self.kind}")(
            [vals for _n, _v, vals, _f in good]
        )
        outcomes = {
            row[0]: "created" if is_new else "present"
            for row, is_new in zip(good, created, strict=True)
        }
        self._note(chunk, outcomes)
        self.write(
            {
                "done_row": chunk["last"],
                "created_count": self.created_count + sum(created),
                "present_count": self.present_count + len(created) - sum(created),
            }
        )

    def _note(self, chunk, outcomes=None):
        """Keep the rows of the first chunk and every fault; count all."""
        rows = chunk["rows"]
        wrong = sum(bool(faults) for _n, _v, _vals, faults in rows)
        self.env["aftersales.import.line"].create(
            [
                self._prepare_line(n, values, faults)
                | ({"outcome": outcomes[n]} if outcomes and n in outcomes else {})
                for n, values, _vals, faults in rows
                if faults or chunk["first"]
            ]
        )
        self.write(
            {
                "good_count": self.good_count + len(rows) - wrong,
                "error_count": self.error_count + wrong,
            }
        )
