import fc from 'fast-check';

/** A mutant is noticed by any counterexample; the smallest is for people. */
fc.configureGlobal({ endOnFailure: true });
