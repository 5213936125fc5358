// What each event holds, as JSON Schema, from the types in libs/domain/src.
import { dirname, basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const EVENTS = fileURLToPath(new URL('../../libs/domain/src/events.ts', import.meta.url));
const OPTIONS = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  skipLibCheck: true,
  types: [],
};

/** @returns of every type in its newest schema: `{type, schema, room, data, personal}` */
export function eventFormats() {
  const program = ts.createProgram([EVENTS], OPTIONS);
  const checker = program.getTypeChecker();
  const events = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(EVENTS)));
  const union = checker.getDeclaredTypeOfSymbol(events.find(({ name }) => name === 'DomainEvent'));
  return union.types.map((event) => formatOf(event, checker)).sort((a, b) => (a.type < b.type ? -1 : 1));
}

function formatOf(event, checker) {
  const member = (of, name) => checker.getTypeOfSymbol(of.getProperty(name));
  const [sealed] = checker.getTypeArguments(member(event, 'personal'));
  const type = member(event, 'type').value;
  return {
    type,
    schema: member(event, 'schema').value,
    room: basename(dirname(event.aliasSymbol.declarations[0].getSourceFile().fileName)),
    data: schemaOf(member(event, 'data'), `${type}.data`, checker),
    personal: membersOf(member(sealed, 'field'))
      .map(({ value }) => value)
      .sort(),
  };
}

const membersOf = (type) => (type.isUnion() ? type.types : type.flags & ts.TypeFlags.Never ? [] : [type]);

/** @throws for what no format should hold: what is not plainly JSON. */
function schemaOf(type, path, checker) {
  const all = membersOf(type).filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
  const words = all.filter((one) => one.isStringLiteral()).map(({ value }) => value);
  const rest = all.filter((one) => !one.isStringLiteral()).map((one) => plainSchema(one, path, checker));
  const every = [...(words.length > 0 ? [{ enum: words.sort() }] : []), ...rest].map((one) => JSON.stringify(one));
  const schemas = [...new Set(every)].sort().map((one) => JSON.parse(one));
  return schemas.length === 1 ? schemas[0] : { anyOf: schemas };
}

const PLAIN = [
  [ts.TypeFlags.String, 'string'],
  [ts.TypeFlags.Number, 'number'],
  [ts.TypeFlags.BooleanLike, 'boolean'],
  [ts.TypeFlags.Null, 'null'],
];

function plainSchema(type, path, checker) {
  const plain = PLAIN.find(([flag]) => type.flags & flag);
  if (plain) return { type: plain[1] };
  if (checker.isArrayType(type))
    return { type: 'array', items: schemaOf(checker.getTypeArguments(type)[0], `${path}[]`, checker) };
  if (type.flags & ts.TypeFlags.Object && checker.getIndexInfosOfType(type).length === 0)
    return objectSchema(type, path, checker);
  throw new Error(`${path} is ${checker.typeToString(type)}, which the samples cannot describe`);
}

function objectSchema(type, path, checker) {
  const members = checker.getPropertiesOfType(type).sort((a, b) => (a.name < b.name ? -1 : 1));
  const required = members.filter(({ flags }) => !(flags & ts.SymbolFlags.Optional)).map(({ name }) => name);
  const properties = members.map((one) => [
    one.name,
    schemaOf(checker.getTypeOfSymbol(one), `${path}.${one.name}`, checker),
  ]);
  return { type: 'object', properties: Object.fromEntries(properties), required, additionalProperties: false };
}
