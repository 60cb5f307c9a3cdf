import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wrongFile, wrongPackage, zoneOf } from './arrows.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** ESLint rule: every import of the product, `#x/…` or relative or of a package, by the arrows' table. */
export const arrowsRule = {
  meta: { type: 'problem', schema: [], messages: { arrow: '{{wrong}} (lint/arrows.mjs)' } },
  create(context) {
    const path = relative(root, context.filename).split(sep).join('/');
    const zone = zoneOf(path);
    const report = (node, wrong) => context.report({ node, messageId: 'arrow', data: { wrong } });
    if (zone === undefined) return { Program: (node) => report(node, `${path} has no zone`) };

    const judge = (source) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const wrong = wrongImport(zone, path, source.value);
      if (wrong !== undefined)
        context.report({ node: source, messageId: 'arrow', data: { wrong } });
    };
    return {
      ImportDeclaration: (node) => judge(node.source),
      ImportExpression: (node) => judge(node.source),
      ExportAllDeclaration: (node) => judge(node.source),
      ExportNamedDeclaration: (node) => judge(node.source),
      TSImportType: (node) => judge(node.source),
    };
  },
};

function wrongImport(zone, path, specifier) {
  const name = specifier.replace(/\?.*$/, '');
  if (name.startsWith('#')) return wrongFile(zone, name.slice(1));
  if (name.startsWith('.')) return wrongFile(zone, join(dirname(path), name).split(sep).join('/'));
  if (isBuiltin(name)) return wrongPackage(zone, name.startsWith('node:') ? name : `node:${name}`);
  return wrongPackage(zone, packageOf(name));
}

/** `echarts` of `echarts/core`, `@scope/name` of `@scope/name/index`. */
function packageOf(name) {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}
