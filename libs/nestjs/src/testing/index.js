export { mizanTesting } from './mizan-testing.js';
