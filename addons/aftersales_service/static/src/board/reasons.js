import { _t } from "@web/core/l10n/translation";

/**
 * Why a call or visit may not be dropped on a technician's row at a minute of the day.
 *
 * Everything is in the data that came with the board, so the answer is there before the
 * drop. No reason means that the drop is good.
 */
export function getReasons(board, item, technician, minute) {
    const refused = (board.refusals[item.needs] || {})[technician.id] || [];
    const length = item.length || board.hours * 60;
    const reasons = [...refused];
    // The server allows the quarter of an hour that a drop snaps to.
    if (minute < board.now - 15) {
        reasons.push(_t("This time is past."));
    }
    const clash = findClash(board, item, technician, minute, minute + length);
    if (clash) {
        reasons.push(
            _t("%(name)s is on visit %(visit)s at that time.", {
                name: technician.name,
                visit: clash.name,
            }),
        );
    }
    const [begins, ends] = technician.shift;
    if (minute < begins || minute + length > ends) {
        reasons.push(
            _t("The shift of %(name)s is %(begin)s–%(end)s.", {
                name: technician.name,
                begin: formatMinute(begins),
                end: formatMinute(ends),
            }),
        );
    }
    // Overdue already: no place on the board is in time, so every place is as good.
    if (item.due && item.due > board.now && minute > item.due) {
        reasons.push(_t("Promised for %s: would arrive too late.", formatDue(item)));
    }
    return reasons;
}

/** What speaks against a technician unless the dispatcher writes why he goes. */
export function getWarnings(board, item, technician) {
    return item.technician === technician.id
        ? []
        : [...((board.warnings[item.needs] || {})[technician.id] || []), ...(item.unready || [])];
}

function findClash(board, item, technician, start, stop) {
    return board.visits.find(
        (visit) =>
            visit.id !== item.visitId &&
            (visit.technician === technician.id || visit.helpers.includes(technician.id)) &&
            visit.start < stop &&
            start < visit.start + visit.length,
    );
}

export function formatMinute(minute) {
    const whole = Math.max(0, Math.round(minute));
    const pad = (number) => String(number).padStart(2, "0");
    return `${pad(Math.floor(whole / 60) % 24)}:${pad(whole % 60)}`;
}

function formatDue(item) {
    return item.due_text || formatMinute(item.due);
}
