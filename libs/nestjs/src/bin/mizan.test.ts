import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

// Inside the package, so that the apps find its dependencies.
const temp = fileURLToPath(new URL('../../temp/', import.meta.url));
mkdirSync(temp, { recursive: true });
const folder = mkdtempSync(`${temp}cli-`);
afterAll(() => rmSync(folder, { recursive: true }));

const program = fileURLToPath(new URL('./mizan.ts', import.meta.url));
const loader = new URL('./source-loader.test.mjs', import.meta.url).href;

function app(name: string, source: string): string {
  const file = `${folder}/${name}`;
  writeFileSync(file, source);
  return file;
}

async function mizan(...args: readonly string[]) {
  const flags = ['--conditions=@mizan/source', '--import', loader];
  const child = spawn(process.execPath, [...flags, program, ...args], { cwd: folder });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code, stdout, stderr: stderr.replaceAll(`${folder}/`, '') };
}

const noisy = `
import { writeSync } from 'node:fs';
import { execSync } from 'node:child_process';
import { createConnection } from 'node:net';
import { Injectable, Module } from '@nestjs/common';
import { Arg, defineContext, MizanClient, MizanModule } from '@mizan/nestjs';

console.log('printed by console');
process.stdout.write('printed by the stream\\n');
writeSync(1, 'printed by the descriptor\\n');
execSync('echo printed by a child', { stdio: 'inherit' });
process.on('exit', () => console.log('printed at the end'));
setInterval(() => undefined, 1000);

const UserContext = defineContext('user');

@Injectable()
class Database {
  constructor() {
    throw new Error('The database was constructed');
  }
}

@Injectable()
class UserFunctions {
  constructor(private readonly database: Database) {}

  @MizanClient({ context: UserContext, output: 'string' })
  userName(@Arg('user_id', 'integer') id: number) {
    return String(id);
  }
}

const factory = {
  provide: 'CONNECTION',
  useFactory: () => {
    throw new Error('The connection was opened');
  },
};

@Module({
  imports: [MizanModule.forRootAsync({ path: 'rpc', useFactory: () => { throw new Error('Settings were made'); } })],
  providers: [Database, factory, UserFunctions],
})
export class AppModule {
  constructor() {
    throw new Error('The module was constructed');
  }
  onModuleInit() {
    createConnection(1, '127.0.0.1');
  }
}
`;

const userNameKdl = `type "userNameInput" {
    struct {
        field "user_id" {
            primitive "integer"
        }
    }
}
type "userNameOutput" {
    struct {
        field "result" {
            primitive "string"
        }
    }
}

function "user_name" {
    camel "userName"
    has-input #true
    input "userNameInput"
    output "userNameOutput"
    transport "http"
    context "user"
}

context "user" {
    function "user_name"
    param "user_id" {
        type "integer"
        required #true
        shared-by "user_name"
    }
}
`;

describe('mizan export-ir', () => {
  const file = app('noisy.ts', noisy);

  it('prints the IR and nothing else, constructs nothing, and ends though the app would not', async () => {
    const { code, stdout, stderr } = await mizan('export-ir', 'noisy.ts');
    expect(stdout).toBe(userNameKdl);
    expect(code).toBe(0);
    const printed = stderr.split('\n').filter((line) => line.startsWith('printed'));
    expect(printed).toEqual([
      'printed by console',
      'printed by the stream',
      'printed by the descriptor',
      'printed by a child',
      'printed at the end',
    ]);
  });

  it('writes a file with --out', async () => {
    const out = `${folder}/ir.kdl`;
    const { code, stdout } = await mizan('export-ir', file, '--out', out);
    expect([code, stdout, readFileSync(out, 'utf8')]).toEqual([0, '', userNameKdl]);
  });

  it('needs no address of Redis where the app is only built', async () => {
    const source = `import { redisRotation, redisStore } from '@mizan/nestjs/redis';
const url = process.env['MIZAN_TEST_NOT_SET'];
const cache = { secret: process.env['MIZAN_TEST_NOT_SET'], store: redisStore({ url }) };
const tokens = { jwt: { key: process.env['MIZAN_TEST_NOT_SET'], rotationStore: redisRotation({ url: url ?? '' }) } };
${open('{ cache, tokens }', '')}`;
    app('no-redis.ts', source);
    const { code, stdout, stderr } = await mizan('export-ir', 'no-redis.ts');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('function "news" {');
    expect(stdout).toContain('function "jwt_obtain" {');
  });

  it('says when a file cannot be written', async () => {
    const { code, stdout, stderr } = await mizan('export-ir', file, '--out', 'nowhere/ir.kdl');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^mizan: nowhere\/ir\.kdl cannot be written: .*ENOENT/m);
  });
});

describe('mizan export-manifest', () => {
  it('prints the manifest with the path of MizanModule behind the global prefix', async () => {
    app('noisy-manifest.ts', noisy);
    const { code, stdout } = await mizan('export-manifest', 'noisy-manifest.ts', '--global-prefix', 'v1');
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      contexts: {
        user: {
          functions: [{ name: 'user_name', path: 'rpc' }],
          endpoints: ['/v1/rpc/ctx/user/'],
          params: ['user_id'],
          user_scoped: true,
          render_strategy: 'dynamic_cached',
        },
      },
      mutations: {},
    });
    expect(code).toBe(0);
  });
});

const open = (edge: string, guard: string) => `
import { Injectable, Module, UseGuards } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Arg, MizanClient, MizanModule } from '@mizan/nestjs';

@Injectable()
class Throttle {
  constructor() {
    throw new Error('The guard was constructed');
  }
  canActivate() {
    return true;
  }
}

@Injectable()
class News {
  @MizanClient({ context: 'news', cache: { scope: 'public' }, output: 'string' })
  news(@Arg('page', 'integer', { default: 1 }) page: number) {
    return String(page);
  }
  @UseGuards(Throttle)
  @MizanClient({ context: 'guarded', cache: { scope: 'public' }, output: 'string' })
  guarded() {
    return '';
  }
  @MizanClient({ context: 'members', auth: true, cache: { scope: 'public' }, output: 'string' })
  members() {
    return '';
  }
  @MizanClient({ context: 'mine', output: 'string' })
  mine() {
    return '';
  }
}

@Module({ imports: [MizanModule.forRoot(${edge})], providers: [News, ${guard}] })
export class AppModule {}
`;

const storedBy = (vcl: string) => [...vcl.matchAll(/if \(req\.url ~ "\^([^?]*)/g)].map(([, path]) => path);

describe('mizan export-manifest --format vcl', () => {
  it('prints a configuration for Varnish that stores what everybody may read', async () => {
    app('open.ts', open('{ edge: { cacheGroups: true } }', ''));
    const flags = ['--global-prefix', 'v1', '--backend', 'app:80', '--purge-from', '10.0.0.5', '10.1.0.0/16'];
    const { code, stdout, stderr } = await mizan('export-manifest', 'open.ts', '--format', 'vcl', ...flags);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^vcl 4\.1;\n/);
    expect(storedBy(stdout)).toEqual(['/v1/api/mizan/ctx/news/']);
    expect(stdout).toContain('.host = "app";\n    .port = "80";');
    expect(stdout).toContain('"10.0.0.5";\n    "10.1.0.0"/16;');
  });

  it.each([
    ['without the option edge', ''],
    ['that only tells keys', '{ edge: { surrogateKeys: true } }'],
  ])('warns of an app %s: Varnish would store nothing of it', async (_title, options) => {
    app('silent.ts', open(options, ''));
    const { code, stdout, stderr } = await mizan('export-manifest', 'silent.ts', '--format', 'vcl');
    expect([code, storedBy(stdout)]).toEqual([0, ['/api/mizan/ctx/news/']]);
    expect(stderr).toMatch(/^mizan: this app sends no Cache-Groups, .* edge: \{ cacheGroups: true \} .*\n$/);
    expect((await mizan('export-manifest', 'silent.ts')).stderr).toBe('');
  });

  it('warns of nothing where a factory makes the options', async () => {
    app('late.ts', open('', '').replace('forRoot()', 'forRootAsync({ useFactory: () => ({}) })'));
    const { code, stderr } = await mizan('export-manifest', 'late.ts', '--format', 'vcl');
    expect([code, stderr]).toEqual([0, '']);
  });

  it('stores nothing behind a guard of the whole app, unless it is known to be open', async () => {
    const guard = '{ provide: APP_GUARD, useClass: Throttle }';
    app('closed.ts', open('', guard));
    app('opened.ts', open('{ edge: { cacheGroups: true, openGuards: [Throttle] } }', guard));
    const closed = await mizan('export-manifest', 'closed.ts', '--format', 'vcl');
    expect(storedBy(closed.stdout)).toEqual([]);
    expect(closed.stdout).toContain('# No context of this app is public');
    const opened = await mizan('export-manifest', 'opened.ts', '--format', 'vcl');
    expect(storedBy(opened.stdout)).toEqual(['/api/mizan/ctx/guarded/', '/api/mizan/ctx/news/']);
    const { stdout } = await mizan('export-manifest', 'closed.ts');
    expect(stdout).not.toContain('public');
  });

  it.each([
    [['--format', 'vcl', '--backend', 'nowhere'], /^mizan: The backend "nowhere" is no host:port, as /],
    [['--format', 'vcl', '--purge-from', 'all'], /^mizan: "all" is no address, as /],
    [['--backend', 'app:80'], /^mizan: --backend and --purge-from are for --format vcl\n$/],
    [['--format', 'yaml'], /^error: option '--format <format>' argument 'yaml' is invalid\./],
  ])('refuses %o', async (flags, message) => {
    app('refused.ts', open('', ''));
    const { code, stdout, stderr } = await mizan('export-manifest', 'refused.ts', ...flags);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
  });
});

const empty = `
const { Module } = require('@nestjs/common');
exports.RootModule = class RootModule {};
Module({})(exports.RootModule);
exports.setting = 5;
`;

describe('the root module', () => {
  it('is found in a CommonJS file, by its name', async () => {
    app('app.cjs', empty);
    expect(await mizan('export-ir', 'app.cjs', '--export', 'RootModule')).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });

  it.each([
    [['nope.js'], 'mizan: there is no file nope.js. Is the app built?\n'],
    [['.'], /^mizan: there is no file .*\. Is the app built\?\n$/],
    [['data.json'], 'mizan: data.json is no file of JavaScript\n'],
    [['main.cjs'], 'mizan: main.cjs has no export AppModule. It exports RootModule: name one by --export.\n'],
    [['nothing.mjs'], 'mizan: nothing.mjs has no export AppModule. It exports no class.\n'],
    [
      ['main.cjs', '--export', 'setting'],
      'mizan: setting of main.cjs is no module: name a class with @Module() by --export\n',
    ],
    [['quitter.mjs'], 'mizan: quitter.mjs ended the process (exit code 0) while it was loaded\n'],
    [['broken.mjs'], /^mizan: broken\.mjs could not be loaded: Error: no configuration\n {4}at /],
    [['lost.mjs'], /^mizan: lost\.mjs could not be loaded: .*Cannot find module '.*missing\.js'/],
    [['wrong.ts'], /^mizan: Mizan cannot start: 2 problems\n {2}Users\.b: .*\n {2}Users\.a: .*\n$/],
  ])('gives a clear message for %o', async (args, expected) => {
    app('main.cjs', empty);
    app('data.json', '{}');
    app('nothing.mjs', 'export const setting = 5;');
    app('quitter.mjs', 'process.exit(0);');
    app('broken.mjs', "throw new Error('no configuration');");
    app('lost.mjs', "import './missing.js';");
    app('wrong.ts', wrong);
    const { code, stdout, stderr } = await mizan('export-ir', ...args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(expected);
  });

  it('names the fix for TypeScript without a loader', async () => {
    app('plain.mts', 'export enum AppModule { A }');
    const { code, stderr } = await mizan('export-ir', 'plain.mts');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^mizan: plain\.mts is TypeScript, .* name the compiled \.js file, or start Node with a loader/,
    );
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

const wrong = `
import { Injectable, Module } from '@nestjs/common';
import { MizanClient, MizanModule } from '@mizan/nestjs';

@Injectable()
class Users {
  @MizanClient({ affects: 'nowhere', output: 'string' })
  a() {
    return '';
  }
  @MizanClient({ auth: 'admin', output: 'string' })
  b() {
    return '';
  }
}

@Module({ imports: [MizanModule.forRoot()], providers: [Users] })
export class AppModule {}
`;
