import { ApplicationConfig } from '@nestjs/core';
import { describe, expect, it } from 'vitest';
import { findPathProblems, mountPath, repeatedSegment } from './mount-path.js';

function configWith(prefix: string): ApplicationConfig {
  const config = new ApplicationConfig();
  config.setGlobalPrefix(prefix);
  return config;
}

describe('the mount path', () => {
  it.each([
    ['', {}, '/api/mizan'],
    ['v1', {}, '/v1/api/mizan'],
    ['/v1/', { path: '/functions/' }, '/v1/functions'],
    ['v1', { useGlobalPrefix: false }, '/api/mizan'],
    ['api', {}, '/api/mizan'],
    ['/v1/api/', {}, '/v1/api/mizan'],
    ['api', { path: 'api/mizan' }, '/api/api/mizan'],
    ['api', { useGlobalPrefix: false }, '/api/mizan'],
    ['api/mizan', {}, '/api/mizan/api/mizan'],
    ['a//b', { path: 'c//d' }, '/a/b/c/d'],
  ])('of prefix %j and %j is %s', (prefix, options, path) => {
    expect(mountPath(options, configWith(prefix))).toBe(path);
  });

  it.each(['', '/', 'api/:name', '{*path}', 'a b', 'a?b', 'ä'])('cannot be %j', (path) => {
    expect(findPathProblems({ path })).toEqual([expect.objectContaining({ where: 'MizanModule path' })]);
  });

  it.each([undefined, 'rpc', '/v1.2/my-api_~/'])('can be %j', (path) => {
    expect(findPathProblems({ path })).toEqual([]);
  });

  it.each([
    ['/api/mizan', undefined],
    ['/api/api/mizan', 'api'],
    ['/api/v1/api', undefined],
  ])('%s repeats %s', (base, segment) => {
    expect(repeatedSegment(base)).toBe(segment);
  });
});
