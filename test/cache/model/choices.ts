import type { Mutation, Question } from './desk-data.js';
import type { Random } from './random.js';

const users = [1, 2];
const teams = ['red'];
const people = [
  { id: 1, isStaff: false },
  { id: 2, isStaff: false },
  { id: 2, isStaff: true },
];

export function chooseQuestion(random: Random): Question {
  if (random.isOneIn(2)) {
    const params = {
      team: random.pick(teams),
      ...random.pick([{}, { archived: true }, { archived: false }]),
    };
    return { context: 'board', params, person: null };
  }
  const params = { user_id: random.pick(users), ...random.pick([{}, { limit: 5 }]) };
  return { context: 'user', params, person: random.pick(people) };
}

export function chooseMutation(random: Random): Mutation {
  const user_id = random.pick(users);
  const team = random.pick(teams);
  switch (random.below(8)) {
    case 0:
      return { name: 'touch_all', sent: {}, cells: ['user', 'board'] };
    case 1:
      return { name: 'move_card', sent: { team }, cells: [`board ${team}`, 'user'] };
    case 2:
      return { name: 'move_card', sent: { team, user_id }, cells: [`board ${team}`, `user ${user_id}`] };
    case 3:
      return { name: 'rename_user', sent: { user_id }, cells: [`user ${user_id}`] };
    case 4:
    case 5: {
      const archived = random.isOneIn(2);
      return { name: 'archive', sent: { team, archived }, cells: [`board ${team} ${archived}`] };
    }
    default:
      return { name: 'update_profile', sent: { user_id }, cells: [`user ${user_id}`] };
  }
}
