import { useMizan, useSignOut } from '../mizan/index.js';

export function SignOutButton() {
  const mizan = useMizan();
  const signOut = useSignOut();
  const leave = async () => {
    await signOut.mutate();
    mizan.reset();
  };
  return (
    <button type="button" className="quiet" onClick={leave} disabled={signOut.isPending}>
      Sign out
    </button>
  );
}
