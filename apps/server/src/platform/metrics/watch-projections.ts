import type { Projections } from '../../event-log/projections.js';
import type { Metrics } from './metrics.js';

/** How far the views are behind the log. One that does not move on its own stands before an event it cannot take. */
export function watchProjections(metrics: Metrics, projections: Projections): void {
  metrics.watch('tokenledger_projection_lag', 'Events that a view has still to take.', ['projection'], async () =>
    [...(await projections.lag())].map(([projection, lag]) => [{ projection }, Number(lag)] as const),
  );
}
