import hashlib
import json

from odoo import models

from ...kernel.dates import add_months


class VoucherFile(models.Model):
    """Under which number each document goes out, and what went out before."""

    _inherit = "aftersales.voucher.file"

    def _note_moves(self, moves, numbers):
        known = self._find_standing(moves)
        # sudo: entries are written by this step only; it checked group and company
        self.env["aftersales.voucher.entry"].sudo()._in_flow().create(
            [
                {
                    "file_id": self.id,
                    "move_id": move.id,
                    "move_name": move.name,
                    "kind": self.kind,
                    "number": numbers[move],
                    "is_again": move in known,
                    "fingerprint": move._aftersales_get_fingerprint(),
                }
                for move in moves
            ]
        )

    def _find_standing(self, moves):
        """{document: its first entry in a file that stands}"""
        found = self.env["aftersales.voucher.entry"].search(
            [
                ("move_id", "in", moves.ids),
                ("kind", "=", self.kind),
                ("is_standing", "=", True),
                ("file_id", "!=", self.id),
            ],
            order="id desc",
        )
        return {entry.move_id: entry for entry in found}

    def _get_numbers(self, moves):
        """({document: number}, [fault]); what went out before keeps its own."""
        known, taken = self._find_standing(moves), self._find_taken()
        number = self.first_number or max(taken, default=0) + 1
        numbers, faults = {}, []
        for move in moves:
            if move in known:
                numbers[move] = known[move].number
                continue
            if number in taken:
                faults.append(
                    self.env._(
                        "Voucher number %(number)s is that of %(move)s already. Begin with a later one.",
                        number=number,
                        move=taken[number],
                    )
                )
            numbers[move] = number
            number += 1
        return numbers, faults

    def _find_of_month(self):
        """What stands in other files of this kind, company and month."""
        first = self.month.replace(day=1)
        return self.env["aftersales.voucher.entry"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "=", self.kind),
                ("is_standing", "=", True),
                ("file_id.month", ">=", first),
                ("file_id.month", "<", add_months(first, 1)),
                ("file_id", "!=", self.id),
            ],
            order="id",
        )

    def _find_taken(self):
        """{number: name of its document} of the month"""
        return {entry.number: entry.move_name for entry in self._find_of_month()}

    # --- what is told of it

    def _explain_nothing(self, known):
        if not known:
            return self.env._("There is nothing to put in the file.")
        return self.env._(
            "All %(count)s documents went out already: %(files)s. Take that file back, or choose “Again What Was in a File”.",
            count=len(known),
            files=self._list_files(known.values()),
        )

    def _list_files(self, entries):
        return ", ".join(dict.fromkeys(entry.file_id.name for entry in entries))

    def _find_notes_of_before(self, known):
        """What stays away, and what is no longer as it went out."""
        notes = []
        if known:
            notes.append(
                self.env._(
                    "%(count)s documents stay away, since they went out already: %(files)s.",
                    count=len(known),
                    files=self._list_files(known.values()),
                )
            )
        latest = {entry.move_id: entry for entry in self._find_of_month()}
        return notes + [
            self.env._(
                "%(move)s is no longer what went out in %(file)s as number %(number)s.",
                move=entry.move_name,
                file=entry.file_id.name,
                number=entry.number,
            )
            for move, entry in latest.items()
            if entry.fingerprint != move._aftersales_get_fingerprint()
        ]


class AccountMove(models.Model):
    _inherit = "account.move"

    def _aftersales_get_fingerprint(self):
        """Of what a voucher says; of a document that is not posted there is none."""
        if self.state != "posted":
            return False
        lines = [
            (
                line.account_id.id,
                line.partner_id.id,
                f"{line.debit:.2f} {line.credit:.2f} {line.amount_currency:.2f}",
            )
            for line in self.line_ids.sorted("id")
        ]
        text = json.dumps([self.name, str(self.date), sorted(lines)])
        return hashlib.sha256(text.encode()).hexdigest()
