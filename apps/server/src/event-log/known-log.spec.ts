import { BrokenLog } from './broken-log.js';
import { type Found, foundIn, KnownLog } from './known-log.js';

const OURS = 'ours.test/log';

/** What a server that has appended up to `size` knows. */
function grownTo(size: bigint): KnownLog {
  const known = new KnownLog(OURS);
  known.grew(OURS, size, 'a checkpoint');
  return known;
}

const found = (size: bigint, origin = OURS): Found => ({ size, origin, format: 0 });
const compared = (known: KnownLog, what: Found) => () => known.expectation()(what);

it('the name of a log is the first line of its checkpoint', () => {
  const frontier = { size: 3n, peaks: [] };
  const checkpoint = `${OURS}\n3\nroot\n\n— signature\n`;
  expect(foundIn({ frontier, recordedAt: '', checkpoint, format: 0 })).toEqual(found(3n));
});

describe('a log is taken for the one that is known', () => {
  it.each([5n, 6n])('with %s events, where it had five', (size) => {
    expect(compared(grownTo(5n), found(size))).not.toThrow();
  });

  it('while it is empty, whatever it is called', () => {
    expect(compared(new KnownLog(OURS), found(0n, ''))).not.toThrow();
  });

  it('under the name that it has been given since', () => {
    const known = grownTo(5n);
    known.grew('recovered.test/log', 6n, 'another checkpoint');
    expect(compared(known, found(6n, 'recovered.test/log'))).not.toThrow();
    expect(known.checkpoint).toBe('another checkpoint');
  });

  it('by a statement that was sent before it grew', () => {
    const known = grownTo(5n);
    const expected = known.expectation();
    known.grew(OURS, 9n, 'a later checkpoint');
    expect(() => expected(found(5n))).not.toThrow();
  });
});

describe('a log is not taken for the one that is known', () => {
  it('with fewer events than it had', () => {
    expect(compared(grownTo(5n), found(4n))).toThrow(new BrokenLog('the database has 4 events of the log; it had 5'));
  });

  it('empty, where it had events', () => {
    expect(compared(grownTo(5n), found(0n, ''))).toThrow('the database has 0 events of the log; it had 5');
  });

  it('with fewer than another server was seen to have appended', () => {
    const known = grownTo(5n);
    known.expectation()(found(8n));
    known.grew(OURS, 6n, 'told late');
    expect(compared(known, found(7n))).toThrow('it had 8');
  });

  it('with fewer than it had by then, whatever was heard late', () => {
    const known = grownTo(5n);
    const early = known.expectation();
    known.grew(OURS, 9n, 'a later checkpoint');
    early(found(6n));
    expect(compared(known, found(8n))).toThrow('it had 9');
  });

  it('under another name', () => {
    const why = `the log was ${OURS}, and is theirs.test/log now: start anew`;
    expect(compared(grownTo(5n), found(9n, 'theirs.test/log'))).toThrow(new BrokenLog(why));
    expect(compared(new KnownLog(OURS), found(1n, 'theirs.test/log'))).toThrow(why);
  });

  it('in doubt, until that is over', () => {
    const known = grownTo(5n);
    const doubt = new BrokenLog('replaced');
    known.distrust(doubt);
    expect(compared(known, found(5n))).toThrow(doubt);
    known.distrust(undefined);
    expect(compared(known, found(5n))).not.toThrow();
  });
});
