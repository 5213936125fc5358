import { Command } from 'commander';

await new Command('tokenledger').description('The command line of Tokenledger.').parseAsync();
