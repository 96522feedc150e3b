#!/usr/bin/env node
// npm links a program only if its file is there when it installs, which what is built is not.
await import('../dist/bin/mizan-generate.js');
