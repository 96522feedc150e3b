export { mizanTesting } from './mizan-testing.js';
export type { MizanTesting, TestCaller, TestIdentity, TestParams, TestReply } from './mizan-testing.js';
