// Operations that are no message, by their keys: K1–K4; and keys that are used for something else (K5, of messages too).

export function judgeOperations(history, dump, found) {
  const byKey = new Map();   // user/key → {user, operation, mark, ok, refused}
  for (const entry of history) {
    if (entry.other) {
      judgeOther(entry, found);
      continue;
    }
    if (entry.operation === undefined) continue;
    const key = `${entry.user}/${entry.key}`;
    const known = byKey.get(key);
    if (entry.type === 'invoke') {
      if (!known) byKey.set(key, { user: entry.user, operation: entry.operation, mark: entry.mark, ok: null, refused: null });
    } else if (entry.type === 'ok' && known) {
      if (known.ok && known.ok.effect !== entry.effect)
        found.add('K2', `${entry.operation} with key ${entry.key}: answered with ${known.ok.effect}, then with ${entry.effect}`);
      known.ok ??= entry;
    } else if (entry.type === 'fail' && known) known.refused = entry.code;
  }
  if (dump.made) judgeMade(byKey, dump.made, found);
}

function judgeOther({ type, key, code }, found) {
  if (type === 'ok') found.add('K5', `${key} was acknowledged with another body`);
  if (type === 'fail' && code !== 'idempotency_conflict') found.add('K5', `${key} with another body was refused with ${code}`);
}

function judgeMade(byKey, made, found) {
  const byMark = new Map();
  for (const { operation, mark, id } of made) {
    const place = `${operation}/${mark}`;
    if (byMark.has(place) && byMark.get(place) !== id) found.add('K1', `${operation}: "${mark}" is there as ${byMark.get(place)} and as ${id}`);
    byMark.set(place, id);
  }
  const all = [...byKey.values()].filter(({ mark }) => mark !== undefined);
  for (const { user, operation, mark, ok, refused } of all) {
    const there = byMark.get(`${operation}/${mark}`);
    // Whoever starts while a chat of theirs is open (an earlier one may have been taken up again) gets that one.
    const same = ok && there === undefined && all.some((other) => other.user === user && other.mark !== mark && byMark.get(`${operation}/${other.mark}`) === ok.effect);
    if (same) continue;
    if (ok && there === undefined) found.add('K3', `${operation}: "${mark}" was acknowledged as ${ok.effect} and is not there`);
    else if (ok && ok.effect !== undefined && there !== ok.effect) found.add('K3', `${operation}: "${mark}" was acknowledged as ${ok.effect} and is there as ${there}`);
    else if (!ok && refused && there !== undefined) found.add('K4', `${operation}: "${mark}" was refused with ${refused} and is there as ${there}`);
  }
}
