import { given } from '../specification.js';
import { recoverLog } from './recover-log.js';

const data = {
  origin: 'tokens.example/recovered',
  previousOrigin: 'tokens.example',
  verifierKey: 'v',
  signed: { origin: 'tokens.example', size: '7', root: 'r' },
  found: { size: '5', root: 'q' },
};

describe('a log that has lost events', () => {
  it('goes on under a new name', () => {
    given()
      .when(() => recoverLog(['tokens.example'], data))
      .then({
        type: 'LogRecovered',
        schema: 1,
        stream: 'log',
        subject: { type: 'log', id: 'tokens.example/recovered' },
        data,
        personal: [],
      });
  });

  it('does not go on under a name that it has had', () => {
    given()
      .when(() => recoverLog(['tokens.example', 'tokens.example/recovered'], data))
      .thenRefused('name_taken');
  });
});
